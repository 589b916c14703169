import type { JsonObject } from '../encoding/json-value.ts'
import { Refused } from '../verdict/refused.ts'
import type { Trace } from '../verdict/trace.ts'
import type { LayoutStep } from './layout.ts'
import type { LayoutKey } from './layout-key.ts'
import { readLayoutKey } from './layout-key.ts'
import type { SignedMetadata } from './signed-metadata.ts'
import { readSignedMetadata } from './signed-metadata.ts'

/** Link files by name: `step.1234abcd.link`, those of sublayouts in `step.1234abcd/`. */
export type LinkFiles = ReadonlyMap<string, Uint8Array>

/** A link or sublayout whose functionary's signature holds. */
export interface SignedLink {
  readonly keyid: string
  readonly key: LayoutKey
  readonly metadata: SignedMetadata
  /** `step.1234abcd` */
  readonly stem: string
}

/**
 * The links of one step that an authorised functionary really signed (in-toto specification 1.0, section 5.2, steps 3 and 5). Links
 * that do not verify are dropped. Refuses when fewer different functionaries remain than the step's threshold.
 */
export function verifyStepLinks(
  step: Pick<LayoutStep, 'name' | 'pubkeys' | 'threshold'>,
  options: { readonly keys: JsonObject; readonly files: LinkFiles; readonly now: Date },
  trace: Trace,
): readonly SignedLink[] {
  const { name, threshold } = step
  const present = step.pubkeys.flatMap((keyid) => {
    const stem = `${name}.${keyid.slice(0, 8)}`
    const bytes = options.files.get(`${stem}.link`)
    return bytes === undefined ? [] : [{ keyid, stem, bytes }]
  })
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
      const key = readLayoutKey(keyid, options.keys[keyid])
      const metadata = readSignedMetadata(bytes, `${stem}.link`)
      requireSignature(metadata, key, options.now)
      return { keyid, key, metadata, stem }
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
