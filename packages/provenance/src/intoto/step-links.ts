import type { JsonObject } from '../encoding/json-value.ts'
import { Refused } from '../verdict/refused.ts'
import type { Trace } from '../verdict/trace.ts'
import { certificateKey } from './certificate-functionary.ts'
import type { Layout, LayoutStep } from './layout.ts'
import type { LayoutKey } from './layout-key.ts'
import { readLayoutKey } from './layout-key.ts'
import type { SignedMetadata } from './signed-metadata.ts'
import { readSignedMetadata } from './signed-metadata.ts'

/** Link files by name: `step.1234abcd.link`, those of sublayouts in `step.1234abcd/`. */
export type LinkFiles = ReadonlyMap<string, Uint8Array>

/** Who may do a step. */
export type StepSigners = Pick<LayoutStep, 'name' | 'pubkeys' | 'threshold'> & Partial<Pick<LayoutStep, 'certificateConstraints'>>

export interface StepLinkOptions {
  /** Keys of the layout by id. */
  readonly keys: JsonObject
  readonly files: LinkFiles
  readonly now: Date
  readonly authorities?: Pick<Layout, 'rootCas' | 'intermediateCas'>
}

const MAX_CERTIFICATE_LINKS = 100

/** A link or sublayout whose functionary's signature holds. */
export interface SignedLink {
  readonly key: LayoutKey
  readonly metadata: SignedMetadata
  /** `step.1234abcd` */
  readonly stem: string
}

/**
 * The links of one step that an authorised functionary really signed (in-toto specification 1.0, section 5.2, steps 3 and 5). Links
 * that do not verify are dropped. Refuses when fewer different functionaries remain than the step's threshold.
 */
export function verifyStepLinks(step: StepSigners, options: StepLinkOptions, trace: Trace): readonly SignedLink[] {
  const { name, threshold } = step
  const present = presentLinks(step, options.files)
  trace.expected(`${threshold} of ${step.pubkeys.length} functionaries`)
  if (present.length < threshold) {
    throw new Refused('evidence-missing', `Step ${name} has too few links by its functionaries`, {
      expected: `${threshold}: ${step.pubkeys.map((keyid) => `${name}.${keyid.slice(0, 8)}.link`).join(', ')}`,
      found: String(present.length),
    })
  }
  const signers = new Map<string, SignedLink>()
  let refusal: Refused | undefined
  for (const { keyid, stem, bytes } of present) {
    const outcome = trace.attempt(`link-${stem}`, `${stem}.link is signed by its functionary`, () => {
      const metadata = readSignedMetadata(bytes, `${stem}.link`)
      const key = keyid === undefined ? certificateOf(metadata, step, options) : readLayoutKey(keyid, options.keys[keyid])
      requireSignature(metadata, key, options.now)
      return { key, metadata, stem }
    })
    if ('value' in outcome) signers.set(outcome.value.key.fingerprint, outcome.value)
    else refusal = outcome.refused
  }
  trace.found(`${signers.size} different functionaries`)
  if (signers.size >= threshold) return [...signers.values()]
  throw new Refused('threshold-not-met', `Too few different functionaries signed what step ${name} did`, {
    expected: String(threshold),
    found: String(signers.size),
    cause: refusal,
  })
}

/** Links by keys of the step, and where it accepts certificates, all its other links. */
function presentLinks({ name, pubkeys, certificateConstraints = [] }: StepSigners, files: LinkFiles) {
  const byKey = pubkeys.map((keyid): { readonly keyid: string | undefined; readonly stem: string } => ({
    keyid,
    stem: `${name}.${keyid.slice(0, 8)}`,
  }))
  const known = new Set(byKey.map(({ stem }) => stem))
  const others = [...files.keys()].flatMap((file) => {
    const stem = file.slice(0, -'.link'.length)
    const isOther = /\.[0-9A-Fa-f]{8}\.link$/.test(file) && stem.slice(0, -9) === name && !known.has(stem)
    return isOther ? [{ keyid: undefined, stem }] : []
  })
  const all = certificateConstraints.length === 0 ? byKey : [...byKey, ...others.slice(0, MAX_CERTIFICATE_LINKS)]
  return all.flatMap(({ keyid, stem }) => {
    const bytes = files.get(`${stem}.link`)
    return bytes === undefined ? [] : [{ keyid, stem, bytes }]
  })
}

function certificateOf(metadata: SignedMetadata, step: StepSigners, { authorities, now }: StepLinkOptions): LayoutKey {
  const trust = authorities ?? { rootCas: {}, intermediateCas: {} }
  return certificateKey(metadata, { name: step.name, certificateConstraints: step.certificateConstraints ?? [] }, trust, now)
}

/** Throws unless one signature of the file is by the key. */
export function requireSignature(metadata: SignedMetadata, key: LayoutKey, now: Date): void {
  const named = metadata.signatures.filter(({ keyid }) => key.keyIds.includes(keyid))
  let refusal: Refused | undefined
  for (const signature of [...named, ...metadata.signatures.filter((candidate) => !named.includes(candidate))]) {
    try {
      key.verify(metadata.message, signature, now)
      return
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      refusal ??= error
    }
  }
  if (refusal === undefined) throw new Refused('evidence-missing', 'The file carries no signature')
  if (named.length > 0) throw refusal
  throw new Refused('signer-unknown', 'The file carries no signature by this key', {
    expected: key.keyIds[0] ?? key.fingerprint,
    found: metadata.signatures.map(({ keyid }) => keyid).join(', '),
  })
}
