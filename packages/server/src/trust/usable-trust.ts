import { readStatedTrust, rootFor } from '@cupel/engine/verify'
import type { LoadedRoot, StatedTrust } from '@cupel/engine/verify'
import { CupelError } from '@cupel/model'
import { ConfigInvalid } from '@cupel/policy'

/** What the text of a policy is called where it is spoken of. */
export const TRUST_SOURCE = 'trust policy'

/** A trust policy as it can be used at a moment: or why nobody can be trusted by it. */
export type UsableTrust = { readonly trust: StatedTrust; readonly root: LoadedRoot } | { readonly nobody: string }

/** `policy` null: the organisation has none. Never throws for what is wrong with it: then nobody is trusted, and that is the reason. */
export function usableTrust(policy: string | null, now: Date): UsableTrust {
  if (policy === null) return { nobody: 'no trust policy is set, so nobody is trusted' }
  try {
    const trust = readStatedTrust(policy, TRUST_SOURCE)
    return { trust, root: rootFor(trust, now) }
  } catch (error) {
    if (error instanceof CupelError || error instanceof ConfigInvalid) return { nobody: error.message }
    throw error
  }
}

/** By which Sigstore root it verifies: another text is another root, or one that has become too old for the policy. */
export function rootOf(usable: UsableTrust): string {
  return 'nobody' in usable ? 'none' : usable.root.date
}
