import { parsePurl, PurlInvalid } from '@cupel/model'
import type { Step, TrustSubject, Vouch } from '@cupel/model'
import { checkEvidence } from './check-evidence.ts'
import type { EvidenceTrust } from './check-evidence.ts'
import { judgeDocument } from './require-trusted.ts'
import type { StatedTrust } from './stated-trust.ts'
import { loadRoot } from './trust-input.ts'
import type { LoadedRoot } from './trust-input.ts'

/** One statement with the subjects that it names itself. */
export interface StatedEvidence {
  /** The very bytes of the bundle or envelope. */
  readonly text: Buffer
  /** For people. */
  readonly source: string
  readonly subjects: readonly StatedSubject[]
}

export interface StatedSubject {
  readonly digest: Readonly<Record<string, string>>
  /** Under which names the policy knows it. */
  readonly names: Pick<TrustSubject, 'purl' | 'repository'>
}

/** What a policy says of one subject. */
export interface StatedVerdict {
  readonly outcome: 'verified' | 'refused' | 'unverified'
  /** Why it is not verified; empty when it is. */
  readonly reason: string
  /** Whose signature holds, trusted or not; empty when none does. */
  readonly signer: string
}

export interface StatedWith {
  readonly trust: StatedTrust
  /** The Sigstore root, as `rootFor` gives it. */
  readonly root: LoadedRoot
  /** When the evidence was there at the latest: stands in for the time of signatures that have none of their own. */
  readonly seen: Date
}

/** The Sigstore root of this machine. Throws CupelError when it is older than the policy takes. */
export function rootFor({ written }: StatedTrust, now: Date): LoadedRoot {
  return loadRoot(undefined, { cwd: '.', now, maxAgeDays: written.maxRootAge })
}

const DIGESTS = ['sha256', 'sha384', 'sha512'] as const

/**
 * Verifies what a statement says of its own subjects, as `cupel verify` does with each of their digests: the signatures once, and the
 * policy for each subject. Nothing is read but what is given. Gives one verdict a subject, in their order.
 */
export async function verifyStated(evidence: StatedEvidence, { trust, root, seen }: StatedWith): Promise<readonly StatedVerdict[]> {
  const { text, source, subjects } = evidence
  const digest = subjects.map(strongDigest).find((one) => one !== null)
  if (digest === undefined || digest === null) return subjects.map(() => NO_DIGEST)
  const { policy } = trust.keys
  const given: EvidenceTrust = {
    policy,
    identity: null,
    key: null,
    policyKeys: trust.keys,
    root: root.trusted,
    // A key of the policy vouches by the bare envelope too: asking a bundle around it for a log would ask nothing of who signs.
    unlogged: true,
    now: seen,
  }
  const artifact = { name: source, path: null, digests: digest, bytes: null }
  const { outcome, value: vouches = [], root: step } = await checkEvidence({ text, source, artifact }, given)
  const refused: StatedVerdict = { outcome: 'refused', reason: failure(step) ?? 'its evidence does not hold', signer: '' }
  const verdicts: StatedVerdict[] = []
  for (const subject of subjects) {
    // A policy may have many patterns, and a statement many subjects: others get their turn meanwhile.
    if (verdicts.length % TURN === TURN - 1) await new Promise((resolve) => void setImmediate(resolve))
    if (strongDigest(subject) === null) verdicts.push(NO_DIGEST)
    else verdicts.push(outcome === 'refused' ? refused : judged(vouches, subject, { trust, seen }))
  }
  return verdicts
}

const TURN = 64

const NO_DIGEST: StatedVerdict = { outcome: 'unverified', reason: 'its subject has no digest that can be verified', signer: '' }

function strongDigest({ digest }: StatedSubject): Readonly<Record<string, string>> | null {
  const name = DIGESTS.find((one) => digest[one] !== undefined)
  return name === undefined ? null : { [name]: digest[name] as string }
}

function judged(vouches: readonly Vouch[], { names }: StatedSubject, { trust, seen }: Pick<StatedWith, 'trust' | 'seen'>): StatedVerdict {
  const { policy } = trust.keys
  if (names.purl !== undefined && !isPurl(names.purl)) return NO_PURL
  const { outcome, step } = judgeDocument({ policy, subject: names, vouches, now: seen })
  const signer = vouches.map(({ signer: { subject, key } }) => subject || key).join(', ')
  if (outcome === 'trusted') return { outcome: 'verified', reason: '', signer }
  if (names.purl === undefined && names.repository === undefined) return { outcome: 'refused', reason: NAMELESS, signer }
  return { outcome: 'refused', reason: failure(step) ?? 'nobody trusted vouches for it', signer }
}

const NAMELESS = 'its subject is no package URL, and its project has no repository, so that no rule speaks of it'

const NO_PURL: StatedVerdict = { outcome: 'unverified', reason: 'its subject begins as a package URL and is none', signer: '' }

/** Rules are not held against names of any length. */
const MAX_PURL = 2000

function isPurl(text: string): boolean {
  if (text.length > MAX_PURL) return false
  try {
    parsePurl(text)
    return true
  } catch (error) {
    if (error instanceof PurlInvalid) return false
    throw error
  }
}

/** The innermost reason, with what was expected and found. */
function failure({ outcome, reason, expected, found, steps }: Step): string | undefined {
  if (outcome !== 'failed') return undefined
  const inner = steps.map(failure).find((one) => one !== undefined)
  if (inner !== undefined || reason === undefined) return inner
  return expected === undefined || found === undefined ? reason : `${reason}: expected ${short(expected)}, found ${short(found)}`
}

function short(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text
}
