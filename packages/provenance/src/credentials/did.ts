import { decodeBase64Url } from '../encoding/base64.ts'
import type { JsonObject, JsonValue } from '../encoding/json-value.ts'
import { asObject, asString, isObject, optionalArray, showJson } from '../encoding/json-value.ts'
import { parseStrictJson } from '../encoding/strict-json.ts'
import { PublicKey } from '../keys/public-key.ts'
import { Refused } from '../verdict/refused.ts'
import { readMultikey } from './multibase.ts'

/** A key that a controller may use, and what for: `assertionMethod`, `authentication`. */
export interface VerificationMethod {
  readonly id: string
  readonly controller: string
  readonly key: PublicKey
  readonly purposes: readonly string[]
}

/** Documents of `did:web` and other controllers by identifier, given by the caller: nothing is fetched. */
export type ControllerDocuments = ReadonlyMap<string, JsonObject>

const PURPOSES = ['assertionMethod', 'authentication', 'capabilityInvocation', 'capabilityDelegation', 'keyAgreement']
const SELF_CONTAINED = ['assertionMethod', 'authentication', 'capabilityInvocation', 'capabilityDelegation']

/**
 * The verification method of this address: out of the identifier itself for `did:key` and `did:jwk`, out of the given documents for
 * every other controller. Refuses a document about somebody else and methods that belong to another controller.
 */
export function resolveMethod(url: string, documents: ControllerDocuments = new Map()): VerificationMethod {
  const [controller = '', fragment] = url.split('#', 2)
  if (fragment === undefined) throw new Refused('malformed', 'The verification method is not an address with fragment', { found: url })
  const document = documents.get(controller)
  if (document !== undefined) return fromDocument(url, controller, document)
  if (controller.startsWith('did:key:')) return fromDidKey(url, controller, fragment)
  if (controller.startsWith('did:jwk:')) return fromDidJwk(url, controller)
  throw new Refused('trust-missing', 'No document of the controller is given', {
    found: controller,
    remedy: 'Give its DID document; nothing is fetched from the network',
  })
}

function fromDidKey(id: string, controller: string, fragment: string): VerificationMethod {
  const multikey = controller.slice('did:key:'.length)
  if (fragment !== multikey)
    throw new Refused('signer-mismatch', 'A did:key has one method, named as itself', { expected: multikey, found: fragment })
  return { id, controller, key: readMultikey(multikey, 'The did:key'), purposes: SELF_CONTAINED }
}

function fromDidJwk(id: string, controller: string): VerificationMethod {
  if (id !== `${controller}#0`) throw new Refused('signer-mismatch', 'A did:jwk has one method, named #0', { found: id })
  const jwk = parseStrictJson(decodeBase64Url(controller.slice('did:jwk:'.length), 'The did:jwk'), 'The did:jwk')
  return { id, controller, key: readJwk(jwk, 'The did:jwk'), purposes: SELF_CONTAINED }
}

function fromDocument(url: string, controller: string, document: JsonObject): VerificationMethod {
  if (document['id'] !== controller)
    throw new Refused('signer-mismatch', 'The document given is about somebody else', {
      expected: controller,
      found: showJson(document['id']),
    })
  const embedded = PURPOSES.flatMap((purpose) => optionalArray(document[purpose], purpose).filter(isObject))
  const methods = [...optionalArray(document['verificationMethod'], 'The verification methods'), ...embedded]
  const method = methods.filter(isObject).find((candidate) => absolute(candidate['id'], controller) === url)
  if (method === undefined) throw new Refused('signer-unknown', 'The controller has no such verification method', { expected: url })
  if (method['controller'] !== controller) throw new Refused('signer-mismatch', 'The verification method belongs to another controller')
  const purposes = PURPOSES.filter((purpose) => {
    const entries = optionalArray(document[purpose], purpose)
    return entries.some((entry) => absolute(isObject(entry) ? entry['id'] : entry, controller) === url)
  })
  return { id: url, controller, key: readMethodKey(method), purposes }
}

function absolute(id: JsonValue | undefined, controller: string): string {
  const text = typeof id === 'string' ? id : ''
  return text.startsWith('#') ? controller + text : text
}

function readMethodKey(method: JsonObject): PublicKey {
  const { publicKeyMultibase, publicKeyJwk } = method
  if (typeof publicKeyMultibase === 'string') return readMultikey(publicKeyMultibase, 'The key of the verification method')
  if (publicKeyJwk !== undefined) return readJwk(publicKeyJwk, 'The key of the verification method')
  throw new Refused('unsupported-algorithm', 'The verification method has its key in an unknown form', { found: showJson(method['type']) })
}

/** A public JSON Web Key (RFC 7517) of kind EC, RSA or OKP. */
export function readJwk(value: JsonValue | undefined, what: string): PublicKey {
  const { kty, crv, x, y, n, e, d } = asObject(value, what)
  if (d !== undefined) throw new Refused('malformed', `${what} holds a secret key`)
  const text = (part: JsonValue | undefined) => asString(part, `A part of ${what}`)
  if (kty === 'RSA') return PublicKey.fromJwk({ kty, n: text(n), e: text(e) }, what)
  if (kty === 'EC') return PublicKey.fromJwk({ kty, crv: text(crv), x: text(x), y: text(y) }, what)
  if (kty === 'OKP') return PublicKey.fromJwk({ kty, crv: text(crv), x: text(x) }, what)
  throw new Refused('unsupported-algorithm', `${what} is a key of an unknown kind`, { found: showJson(kty) })
}
