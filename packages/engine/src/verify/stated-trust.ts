import { CupelError } from '@cupel/model'
import { ConfigInvalid, readTrustPolicy } from '@cupel/policy'
import type { ConfigFault, TrustPolicy } from '@cupel/policy'
import { readPolicyKeys } from './policy-keys.ts'
import type { PolicyKeys } from './policy-keys.ts'

/** A trust policy that says everything in its own text: no file is read for it. */
export interface StatedTrust {
  /** As written, with its lines. */
  readonly written: TrustPolicy
  /** Its keys, ready to verify with. */
  readonly keys: PolicyKeys
}

/** Reads such a policy, in TOML. Throws ConfigInvalid with every fault and its line; a key that stands in a file is one. */
export function readStatedTrust(text: string, source: string): StatedTrust {
  const written = readTrustPolicy(text, source)
  const faults = written.identities.flatMap((identity): readonly ConfigFault[] => {
    const reason = keyFault({ ...written, identities: [identity] })
    return reason === null ? [] : [{ line: identity.line, message: `identity ${identity.name}: ${reason}` }]
  })
  if (faults.length > 0) throw new ConfigInvalid(source, faults)
  return { written, keys: readPolicyKeys(written, null) }
}

/** Why a key cannot be read, without the place: that is told beside. */
function keyFault(policy: TrustPolicy): string | null {
  try {
    readPolicyKeys(policy, null)
    return null
  } catch (error) {
    if (!(error instanceof CupelError)) throw error
    return error.message.slice(error.message.indexOf(': ') + 2)
  }
}
