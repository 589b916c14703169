import { preAuthEncoding } from '../dsse/pre-auth-encoding.ts'
import type { Envelope, EnvelopeSignature } from '../dsse/envelope.ts'
import type { PublicKey } from '../keys/public-key.ts'
import { verifySignature } from '../keys/verify-signature.ts'
import { Refused } from '../verdict/refused.ts'

/** Google Cloud Build's keys by the names their files have: `us-west2`, `global`, `global-pae-google-hosted-worker_1`. */
export type GcbKeys = ReadonlyMap<string, PublicKey>

interface KeyName {
  readonly name: string
  /** The first keys signed the payload as it is; later ones follow DSSE. */
  readonly message: 'payload' | 'pre-auth-encoding'
}

/**
 * Verifies one signature of a build provenance. Unlike in DSSE the key id decides: it must name a key of the service in full, and
 * only that key is tried, as each region answers for its own builds only.
 */
export function verifyGcbSignature(envelope: Envelope, signature: EnvelopeSignature, keys: GcbKeys): void {
  const { name, message } = keyName(signature.keyid)
  const key = keys.get(name)
  if (key === undefined) {
    throw new Refused('signer-unknown', 'The signature names a key that is not known', {
      expected: [...keys.keys()].join(', '),
      found: name,
    })
  }
  const { payload, payloadType } = envelope
  const signed = message === 'payload' ? payload : preAuthEncoding(payloadType, payload)
  verifySignature(key, signed, signature.signature, { what: `The signature by key ${name}` })
}

function keyName(keyid: string): KeyName {
  const match =
    /^projects\/verified-builder\/locations\/([a-z0-9-]+)\/keyRings\/attestor\/cryptoKeys\/([\w-]+)\/cryptoKeyVersions\/(\d+)$/.exec(keyid)
  if (match === null) throw new Refused('signer-unknown', 'The signature does not name a key of the build service', { found: keyid })
  const [, location = '', key = '', version = ''] = match
  if (key === 'builtByGCB' && version === '1') return { name: location, message: 'payload' }
  if (location === 'global') return { name: `global-pae-${key}_${version}`, message: 'pre-auth-encoding' }
  throw new Refused('signer-unknown', 'The signature names a key the build service does not sign with', { found: keyid })
}
