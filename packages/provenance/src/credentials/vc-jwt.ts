import type { JsonObject } from '../encoding/json-value.ts'
import { asString, isObject } from '../encoding/json-value.ts'
import { Refused } from '../verdict/refused.ts'
import type { Trace } from '../verdict/trace.ts'
import type { CompactJws } from './compact-jws.ts'
import { readCompactJws, verifyJws } from './compact-jws.ts'
import type { VerificationMethod } from './did.ts'
import { resolveMethod } from './did.ts'
import type { CredentialOptions, VerifiedCredential } from './verify-credential.ts'
import { judgeCredential } from './verify-credential.ts'

/**
 * Verifies a credential secured as JWT (W3C Securing Verifiable Credentials using JOSE and COSE, section 3.1): `typ` is `vc+jwt`, `kid`
 * names the issuer's verification method, the payload is the credential. Refuses the older `vc` claim.
 */
export function verifyVcJwt(text: string, options: CredentialOptions, trace: Trace): VerifiedCredential {
  const jws = trace.step('token', 'The token is well-formed', () => readTyped(text, 'vc+jwt'))
  const { method, payload } = trace.step('signature', "The issuer's key signed the token", () => verifyByMethod(jws, options))
  if (isObject(payload['vc'])) throw new Refused('unsupported-version', 'The token is of version 1.1, which states a credential twice')
  checkTokenTimes(payload, options.now)
  return judgeCredential(payload, [method], options, trace)
}

/** Reads a token of exactly this type. */
export function readTyped(text: string, type: string): CompactJws {
  const jws = readCompactJws(text, 'the token')
  const found = asString(jws.header['typ'], 'The type of the token')
  if (found === type) return jws
  throw new Refused('unsupported-version', 'The token is of another type', { expected: type, found })
}

/** Verifies a token with the verification method its header names, which must be meant for assertions. */
export function verifyByMethod(
  jws: CompactJws,
  options: CredentialOptions,
): { readonly method: VerificationMethod; readonly payload: JsonObject } {
  const method = resolveMethod(asString(jws.header['kid'], 'The key of the token'), options.documents)
  if (!method.purposes.includes('assertionMethod'))
    throw new Refused('policy-not-met', 'The key may not be used for assertions', { found: method.id })
  return { method, payload: verifyJws(jws, method.key, 'the token') }
}

/** `nbf` and `exp` (RFC 7519, section 4.1). */
export function checkTokenTimes(payload: JsonObject, now: Date): void {
  const seconds = now.getTime() / 1000
  for (const name of ['nbf', 'exp', 'iat'] as const) {
    const value = payload[name]
    if (value === undefined) continue
    if (typeof value !== 'number') throw new Refused('malformed', `The claim ${name} is not a time`)
    if (name === 'exp' ? seconds < value : seconds >= value) continue
    throw new Refused(name === 'exp' ? 'expired' : 'time-invalid', 'The token is not valid now', {
      expected: `${name} ${value}`,
      found: String(seconds),
    })
  }
}
