import { inflateSync } from 'node:zlib'
import { decodeBase64Url } from '../encoding/base64.ts'
import type { JsonObject } from '../encoding/json-value.ts'
import { asCount, asObject, asString } from '../encoding/json-value.ts'
import { Refused } from '../verdict/refused.ts'
import type { Trace } from '../verdict/trace.ts'
import type { CredentialPolicy } from './credential-policy.ts'
import { checkIssuer } from './credential-policy.ts'
import type { VerificationMethod } from './did.ts'
import { checkTokenTimes, readTyped, verifyByMethod } from './vc-jwt.ts'
import type { CredentialOptions, VerifiedCredential } from './verify-credential.ts'

const MAX_BYTES = 64 * 1024 * 1024

declare const verified: unique symbol

/** A list of statuses whose signature holds, and which is valid now. Whose credentials it may speak of is judged where it is used. */
export interface VerifiedTokenStatusList {
  /** What the credentials call it. */
  readonly address: string
  readonly method: VerificationMethod
  /** Of one status: 1, 2, 4 or 8. */
  readonly bits: number
  readonly statuses: Buffer
  readonly [verified]: true
}

/** Verifies a status list token (Token Status List, section 5.1) by the verification method that its header names. */
export function verifyTokenStatusList(text: string, options: CredentialOptions, trace: Trace): VerifiedTokenStatusList {
  const jws = trace.step('token', 'The token is well-formed', () => readTyped(text, 'statuslist+jwt'))
  const { method, payload } = trace.step('signature', "The issuer's key signed the token", () => verifyByMethod(jws, options))
  return trace.step('list', 'The list is whole and valid now', () => {
    checkTokenTimes(payload, options.now)
    if (payload['iat'] === undefined) throw new Refused('evidence-missing', 'The status list does not say when it was made')
    const list = asObject(payload['status_list'], 'The status list')
    const bits = asCount(list['bits'], 'The size of a status')
    if (![1, 2, 4, 8].includes(bits)) throw new Refused('malformed', 'A status has 1, 2, 4 or 8 bits', { found: String(bits) })
    const statuses = inflate(decodeBase64Url(asString(list['lst'], 'The status list'), 'The status list'))
    return { address: asString(payload['sub'], 'The address of the status list'), method, bits, statuses } as VerifiedTokenStatusList
  })
}

function inflate(bytes: Buffer): Buffer {
  try {
    return inflateSync(bytes, { maxOutputLength: MAX_BYTES })
  } catch (cause) {
    throw new Refused('malformed', 'The status list does not unpack', { cause })
  }
}

/** Where a token's status is (section 6.2); null when it says nothing. */
export function tokenStatusReference(credential: JsonObject): { readonly address: string; readonly index: number } | null {
  if (credential['status'] === undefined) return null
  const reference = asObject(asObject(credential['status'], 'The status of the token')['status_list'], 'The status list of the token')
  const address = asString(reference['uri'], 'The address of the status list')
  return { address, index: asCount(reference['idx'], 'The place in the status list') }
}

/**
 * Looks up a token in a verified list (sections 6.2, 8.3). Refuses every status but "valid", and a list by somebody else than the issuer
 * of the token.
 */
export function checkTokenStatus(
  { credential, issuer }: VerifiedCredential,
  list: VerifiedTokenStatusList,
  policy: CredentialPolicy,
): void {
  const reference = tokenStatusReference(credential)
  if (reference?.address !== list.address)
    throw new Refused('content-mismatch', 'The token names another status list', { found: list.address })
  checkIssuer(issuer, [list.method], policy)
  const perByte = 8 / list.bits
  const byte = list.statuses[Math.floor(reference.index / perByte)]
  if (byte === undefined) throw new Refused('malformed', 'The status list does not reach to the token', { found: String(reference.index) })
  const status = (byte >> ((reference.index % perByte) * list.bits)) & ((1 << list.bits) - 1)
  if (status === 0) return
  const name = status === 1 ? 'invalid' : status === 2 ? 'suspended' : `of an application, ${status}`
  throw new Refused('revoked', `The token has the status ${name}`, { found: `place ${reference.index}` })
}
