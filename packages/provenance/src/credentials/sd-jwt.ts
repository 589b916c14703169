import { createHash } from 'node:crypto'
import { decodeBase64Url } from '../encoding/base64.ts'
import type { JsonObject, JsonValue } from '../encoding/json-value.ts'
import { asArray, asString, isObject, valueAt, showJson } from '../encoding/json-value.ts'
import { parseStrictJson } from '../encoding/strict-json.ts'
import { Refused } from '../verdict/refused.ts'
import type { Trace } from '../verdict/trace.ts'
import { readCompactJws, verifyJws } from './compact-jws.ts'
import { readJwk } from './did.ts'
import { checkTokenTimes, readTyped, verifyByMethod } from './vc-jwt.ts'
import type { CredentialOptions, VerifiedCredential } from './verify-credential.ts'
import { judgeCredential } from './verify-credential.ts'

export interface SdJwtOptions extends CredentialOptions {
  /** What a holder's key must have signed; a token with key binding is refused without. */
  readonly holder?: { readonly audience: string; readonly nonce: string }
}

interface Disclosure {
  readonly name: string | undefined
  readonly value: JsonValue
}

const MAX_DISCLOSURES = 1000
const MAX_DEPTH = 64

/**
 * Verifies a credential with selective disclosure (RFC 9901): issuer's signature, each disclosure by its digest, used exactly once and
 * hiding no claim that is there already; key binding when asked for. Digests without disclosure are left out of what comes back.
 */
export function verifySdJwt(text: string, options: SdJwtOptions, trace: Trace): VerifiedCredential {
  const parts = text.split('~')
  const [token = '', ...rest] = parts
  const binding = rest.pop()
  if (binding === undefined) throw new Refused('malformed', 'The token has no part for disclosures')
  if (rest.length > MAX_DISCLOSURES) throw new Refused('limit-exceeded', 'The token has too many disclosures')
  const jws = trace.step('token', 'The token is well-formed', () => readTyped(token, 'vc+sd-jwt'))
  const { method, payload } = trace.step('signature', "The issuer's key signed the token", () => verifyByMethod(jws, options))
  checkTokenTimes(payload, options.now)
  const credential = trace.step('disclosures', 'Each disclosure is one the issuer signed', () => disclose(payload, rest))
  // RFC 9901, section 7.1: an end that the issuer put into a disclosure is one as well.
  checkTokenTimes(credential, options.now)
  trace.step('holder', 'The holder of the credential presents it', () => {
    const prefix = text.slice(0, text.lastIndexOf('~') + 1)
    checkHolder(binding, prefix, payload, options)
  })
  return judgeCredential(credential, [method], options, trace)
}

function disclose(payload: JsonObject, texts: readonly string[]): JsonObject {
  const algorithm = payload['_sd_alg'] ?? 'sha-256'
  if (algorithm !== 'sha-256') throw new Refused('unsupported-algorithm', 'Disclosures use another hash', { found: showJson(algorithm) })
  const disclosures = new Map<string, Disclosure>()
  for (const text of texts) {
    const digest = createHash('sha256').update(text).digest('base64url')
    if (disclosures.has(digest)) throw new Refused('malformed', 'A disclosure comes twice')
    disclosures.set(digest, readDisclosure(text))
  }
  const used = new Set<string>()
  const revealed = reveal(payload, disclosures, used, 0) as JsonObject
  if (used.size === disclosures.size) return revealed
  throw new Refused('content-mismatch', 'A disclosure is not one the issuer signed', {
    expected: `${used.size}`,
    found: `${disclosures.size}`,
  })
}

function readDisclosure(text: string): Disclosure {
  const list = asArray(parseStrictJson(decodeBase64Url(text, 'A disclosure'), 'A disclosure'), 'A disclosure')
  const value = list.at(-1)
  if (value === undefined || list.length < 2 || list.length > 3) throw new Refused('malformed', 'A disclosure has two or three parts')
  if (list.length === 2) return { name: undefined, value }
  const name = asString(list[1], 'The claim of a disclosure')
  if (name === '_sd' || name === '...') throw new Refused('malformed', 'A disclosure hides another layer of digests')
  return { name, value }
}

function reveal(value: JsonValue, disclosures: ReadonlyMap<string, Disclosure>, used: Set<string>, depth: number): JsonValue {
  if (depth > MAX_DEPTH) throw new Refused('limit-exceeded', 'Disclosures go too deep')
  const take = (digest: string): Disclosure | undefined => {
    const disclosure = disclosures.get(digest)
    if (disclosure === undefined) return undefined
    if (used.has(digest)) throw new Refused('malformed', 'A digest comes twice')
    used.add(digest)
    return disclosure
  }
  if (Array.isArray(value)) return revealList(value as readonly JsonValue[], take, (inner) => reveal(inner, disclosures, used, depth + 1))
  return isObject(value) ? revealObject(value, take, (inner) => reveal(inner, disclosures, used, depth + 1)) : value
}

type Take = (digest: string) => Disclosure | undefined

function revealList(list: readonly JsonValue[], take: Take, inner: (value: JsonValue) => JsonValue): JsonValue {
  return list.flatMap((item) => {
    const digest = isObject(item) && Object.keys(item).length === 1 ? item['...'] : undefined
    if (digest === undefined) return [inner(item)]
    const disclosure = take(asString(digest, 'A digest'))
    if (disclosure === undefined) return []
    if (disclosure.name !== undefined) throw new Refused('malformed', 'A disclosure of a claim stands for an item of a list')
    return [inner(disclosure.value)]
  })
}

function revealObject(object: JsonObject, take: Take, inner: (value: JsonValue) => JsonValue): JsonObject {
  const revealed: Record<string, JsonValue> = { __proto__: null } as unknown as Record<string, JsonValue>
  for (const [name, value] of Object.entries(object)) {
    if (name !== '_sd' && name !== '_sd_alg') revealed[name] = inner(value)
  }
  for (const digest of object['_sd'] === undefined ? [] : asArray(object['_sd'], 'A list of digests')) {
    const disclosure = take(asString(digest, 'A digest'))
    if (disclosure === undefined) continue
    if (disclosure.name === undefined) throw new Refused('malformed', 'A disclosure of an item stands for a claim')
    if (revealed[disclosure.name] !== undefined)
      throw new Refused('malformed', 'A disclosure hides a claim that is there already', { found: disclosure.name })
    revealed[disclosure.name] = inner(disclosure.value)
  }
  return revealed
}

/** The key binding token (section 4.3): by the key in `cnf`, for this audience and nonce, over exactly this presentation. */
function checkHolder(token: string, presentation: string, payload: JsonObject, { holder, now }: SdJwtOptions): void {
  if (holder === undefined) {
    if (token === '') return
    throw new Refused('trust-missing', 'The token is bound to a holder, and no audience and nonce were given to check that')
  }
  if (token === '') throw new Refused('evidence-missing', 'The token is not bound to its holder')
  const jws = readCompactJws(token, 'the key binding')
  if (jws.header['typ'] !== 'kb+jwt') throw new Refused('unsupported-version', 'The key binding is of another type')
  const claims = verifyJws(jws, readJwk(valueAt(payload, 'cnf', 'jwk'), "The holder's key"), 'the key binding')
  checkTokenTimes(claims, now)
  const digest = createHash('sha256').update(presentation).digest('base64url')
  const expected: readonly (readonly [string, string])[] = [
    ['aud', holder.audience],
    ['nonce', holder.nonce],
    ['sd_hash', digest],
  ]
  for (const [name, wanted] of expected) {
    if (claims[name] !== wanted)
      throw new Refused('content-mismatch', `The key binding has another ${name}`, { expected: wanted, found: showJson(claims[name]) })
  }
}
