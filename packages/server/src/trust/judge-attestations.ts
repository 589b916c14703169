import { verifyStated } from '@cupel/engine/verify'
import type { StatedSubject } from '@cupel/engine/verify'
import { documentInvalid } from '@cupel/model'
import { Refused } from '@cupel/provenance'
import { readAttestations } from '../ingest/read-attestation.ts'
import type { ReadAttestation } from '../ingest/read-attestation.ts'
import { storedText } from '../store/stored-text.ts'
import type { UsableTrust } from './usable-trust.ts'

/** One subject of one statement of a document, and what the policy says of it. */
export interface JudgedAttestation {
  /** Place in the document, both from 0. */
  readonly statement: number
  readonly subject: number
  readonly name: string
  readonly digest: string
  readonly predicateType: string
  readonly signed: boolean
  readonly outcome: 'verified' | 'unverified' | 'refused'
  /** Why it is not verified; empty when it is. */
  readonly reason: string
  readonly signer: string
}

export interface JudgedFor {
  /** Of the project, for rules that name one; empty: it has none. */
  readonly repository: string
  /** When the server received the evidence: signatures without a time of their own are not younger. */
  readonly seen: Date
}

/** Of one attestation, and of one document; what speaks of more is refused, so that none of them is left out silently. */
const MAX_SUBJECTS = 2000
const MAX_ROWS = 10_000
const MAX_TEXT = 1000
/** Each may be by any key of the policy. */
const MAX_SIGNATURES = 8

/** Reads the attestations of a document, and verifies each. Throws CupelError when it holds none, or cannot be read whole. */
export async function judgeAttestations(
  { bytes, name }: { readonly bytes: Uint8Array; readonly name: string },
  usable: UsableTrust,
  { repository, seen }: JudgedFor,
): Promise<readonly JudgedAttestation[]> {
  const rows: JudgedAttestation[] = []
  for (const [statement, attestation] of readOrRefuse(bytes, name).entries()) {
    const subjects = attestation.subjects.length === 0 ? [{ digest: {} }] : attestation.subjects
    const many = subjects.length > MAX_SUBJECTS ? subjects.length : rows.length + subjects.length
    const most = subjects.length > MAX_SUBJECTS ? MAX_SUBJECTS : MAX_ROWS
    if (many > most) throw documentInvalid(name, `speaks of ${many} artifacts, more than ${most} are not read`)
    const { predicateType } = attestation
    const signed = attestation.signatures > 0
    // Others get their turn between two statements.
    if (statement > 0) await new Promise((resolve) => void setImmediate(resolve))
    const verdicts = await verdictsOf(attestation, usable, { repository, seen })
    rows.push(
      ...subjects.map((one, subject): JudgedAttestation => {
        const { outcome, reason, signer } = verdicts[subject] ?? unverified('nothing could be verified')
        const said = { outcome, reason: stored(reason), signer: stored(signer) }
        return { statement, subject, ...named(one), predicateType: storedText(predicateType), signed, ...said }
      }),
    )
  }
  return rows
}

type Verdict = Pick<JudgedAttestation, 'outcome' | 'reason' | 'signer'>

function unverified(reason: string): Verdict {
  return { outcome: 'unverified', reason, signer: '' }
}

/** What needs no look at the evidence; null: it takes one. */
export function plainVerdict(signed: boolean, usable: UsableTrust): Verdict | null {
  if (!signed) return unverified('nobody signed it')
  return 'nobody' in usable ? unverified(usable.nobody) : null
}

async function verdictsOf(
  { text, signatures, subjects }: ReadAttestation,
  usable: UsableTrust,
  { repository, seen }: JudgedFor,
): Promise<readonly Verdict[]> {
  const plain = plainVerdict(signatures > 0, usable)
  if (plain !== null || 'nobody' in usable) return subjects.length === 0 ? [plain ?? NOTHING] : subjects.map(() => plain ?? NOTHING)
  if (subjects.length === 0) return [unverified('it says of no artifact anything that could be verified')]
  if (signatures > MAX_SIGNATURES)
    return subjects.map(() => unverified(`it has ${signatures} signatures, and more than ${MAX_SIGNATURES} are not tried`))
  const stated = subjects.map((one): StatedSubject | null => {
    const purls = [...new Set([one.name, one.uri].filter((name) => name !== undefined && /^pkg:/i.test(name)))]
    const [purl] = purls
    if (purls.length > 1) return null
    return { digest: one.digest, names: { ...(purl === undefined ? {} : { purl }), ...(repository === '' ? {} : { repository }) } }
  })
  const asked = stated.filter((one) => one !== null)
  const verdicts = [...(await verifyStated({ text: Buffer.from(text), source: 'attestation', subjects: asked }, { ...usable, seen }))]
  return stated.map((one) => (one === null ? unverified('its name and its address are two packages') : (verdicts.shift() ?? NOTHING)))
}

const NOTHING = unverified('nothing could be verified')

function readOrRefuse(bytes: Uint8Array, name: string): readonly ReadAttestation[] {
  try {
    return readAttestations(bytes)
  } catch (error) {
    if (error instanceof Refused) throw documentInvalid(name, error.message, { cause: error })
    throw error
  }
}

function named({ name, uri, digest }: ReadAttestation['subjects'][number]): { readonly name: string; readonly digest: string } {
  const [algorithm, hex] = Object.entries(digest).sort(([a], [b]) => Number(b === 'sha256') - Number(a === 'sha256'))[0] ?? ['', '']
  return { name: stored(name ?? uri ?? ''), digest: algorithm === '' ? '' : `${algorithm}:${hex}` }
}

function stored(text: string): string {
  return storedText(text).slice(0, MAX_TEXT)
}
