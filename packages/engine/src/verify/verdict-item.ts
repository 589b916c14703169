import type { Signer, VerificationItem } from '@cupel/model'
import { configInvalid } from '@cupel/model'
import { Refused } from '@cupel/provenance'
import type { Verdict } from '@cupel/provenance'

/** What an item shows besides its verdict. */
export type ItemParts = Partial<Pick<VerificationItem, 'digests' | 'signers' | 'times' | 'vouchedBy' | 'details'>>

/** One verdict as an item of the report. `parts` are only shown when it is verified, but for digests. */
export function verdictItem(
  subject: string,
  kind: string,
  { verdict, parts = {} }: { readonly verdict: Verdict<unknown>; readonly parts?: ItemParts },
): VerificationItem {
  const { digests = {}, details } = parts
  const good = verdict.outcome === 'verified'
  return {
    subject,
    kind,
    digests,
    outcome: verdict.outcome,
    signers: good ? (parts.signers ?? []) : [],
    times: good ? (parts.times ?? []) : [],
    vouchedBy: good ? (parts.vouchedBy ?? []) : [],
    step: verdict.root,
    ...(details === undefined || !good ? {} : { details }),
  }
}

/** A signer that is known by its key alone. */
export function keySigner(key: string): Signer {
  return { kind: 'key', issuer: '', subject: '', key, claims: {} }
}

/** Reads a file of trust; one that cannot be understood is the user's to mend, and no verdict. */
export function readTrusted<T>(file: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof Refused) throw configInvalid(file, error.message, { cause: error })
    throw error
  }
}
