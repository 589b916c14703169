import type { JsonObject } from '../encoding/json-value.ts'
import { asObject } from '../encoding/json-value.ts'
import { parseStrictJson } from '../encoding/strict-json.ts'
import type { Trace } from '../verdict/trace.ts'
import type { CredentialPolicy } from './credential-policy.ts'
import { checkIssuer, checkValidity, issuerOf } from './credential-policy.ts'
import type { DataIntegrityOptions } from './data-integrity.ts'
import { verifyDataIntegrity } from './data-integrity.ts'

declare const verified: unique symbol

/** A credential whose proofs hold, whose issuer stands behind one of them, and which is valid now. */
export interface VerifiedCredential {
  readonly issuer: string
  readonly credential: JsonObject
  readonly [verified]: true
}

export interface CredentialOptions extends CredentialPolicy, Pick<DataIntegrityOptions, 'documents' | 'contexts'> {}

/** Verifies a verifiable credential with embedded proofs (W3C Verifiable Credentials 2.0, section 7.1). Status is `checkStatus`. */
export async function verifyCredential(bytes: Uint8Array, options: CredentialOptions, trace: Trace): Promise<VerifiedCredential> {
  trace.plan([
    ['issuer', "The issuer's key made a proof"],
    ['validity', 'The credential is valid now'],
  ])
  const secured = asObject(parseStrictJson(bytes, 'The credential'), 'The credential')
  const { document, methods } = await verifyDataIntegrity(secured, options, trace)
  return judgeCredential(document, methods, options, trace)
}

/** The part that does not depend on how the credential was secured. Only for verifiers of proofs. */
export function judgeCredential(
  credential: JsonObject,
  methods: readonly { readonly id: string; readonly controller: string }[],
  policy: CredentialPolicy,
  trace: Trace,
): VerifiedCredential {
  const issuer = trace.step('issuer', "The issuer's key made a proof", (step) => {
    const found = issuerOf(credential)
    step.found(found)
    checkIssuer(found, methods, policy)
    return found
  })
  trace.step('validity', 'The credential is valid now', () => checkValidity(credential, policy.now))
  return { issuer, credential } as VerifiedCredential
}
