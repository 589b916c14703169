import type { JsonObject, JsonValue } from '../encoding/json-value.ts'
import { asString, isObject, optionalString } from '../encoding/json-value.ts'
import { Refused } from '../verdict/refused.ts'

export interface CredentialPolicy {
  readonly now: Date
  /**
   * Verification methods that may speak for an issuer, by issuer. An issuer that is a DID always has its own; every other one has only
   * those named here.
   */
  readonly methods?: ReadonlyMap<string, readonly string[]>
  /** Accepted issuers; any when left out. */
  readonly issuers?: readonly string[]
}

/** The issuer of a credential (W3C Verifiable Credentials 2.0, section 4.7): an address, or an object with one. */
export function issuerOf(credential: JsonObject): string {
  const issuer: JsonValue | undefined = credential['issuer']
  return asString(isObject(issuer) ? issuer['id'] : issuer, "The credential's issuer")
}

/** Refuses credentials of other issuers, and proofs by keys that do not speak for the issuer. At least one proof must be theirs. */
export function checkIssuer(
  issuer: string,
  methods: readonly { readonly id: string; readonly controller: string }[],
  policy: CredentialPolicy,
): void {
  if (policy.issuers !== undefined && !policy.issuers.includes(issuer)) {
    throw new Refused('signer-mismatch', 'The credential is by another issuer', { expected: policy.issuers.join(' or '), found: issuer })
  }
  const named = policy.methods?.get(issuer) ?? []
  if (methods.some(({ id, controller }) => controller === issuer || named.includes(id))) return
  throw new Refused('signer-mismatch', "No proof is by a key of the credential's issuer", {
    expected: [issuer, ...named].join(' or '),
    found: methods.map(({ id }) => id).join(', '),
  })
}

/** Validity of a credential at `now` (section 4.9; names of version 1.1 too). */
export function checkValidity(credential: JsonObject, now: Date): void {
  const from = optionalString(credential['validFrom'] ?? credential['issuanceDate'], 'The start of the credential')
  const until = optionalString(credential['validUntil'] ?? credential['expirationDate'], 'The end of the credential')
  if (from !== undefined && !(new Date(from) <= now)) throw new Refused('time-invalid', 'The credential is not valid yet', { found: from })
  if (until !== undefined && !(now <= new Date(until))) throw new Refused('expired', 'The credential has expired', { found: until })
}
