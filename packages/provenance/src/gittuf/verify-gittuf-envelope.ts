import { preAuthEncoding } from '../dsse/pre-auth-encoding.ts'
import { decodeBase64 } from '../encoding/base64.ts'
import type { JsonObject, JsonValue } from '../encoding/json-value.ts'
import { asArray, asObject, asString } from '../encoding/json-value.ts'
import { parseStrictJson } from '../encoding/strict-json.ts'
import { verifyBundle } from '../sigstore/verify-bundle.ts'
import { readSshSignature } from '../ssh/ssh-signature.ts'
import { verifySshSignature } from '../ssh/verify-ssh-signature.ts'
import type { TrustedRoot } from '../trusted-root/trusted-root.ts'
import { Refused } from '../verdict/refused.ts'
import type { Trace } from '../verdict/trace.ts'
import type { GittufKey, GittufPrincipal } from './gittuf-principal.ts'

/** What gittuf signatures are judged by, besides the keys in its own metadata. */
export interface GittufTrust {
  /** Without it nobody with a Sigstore identity can sign. */
  readonly sigstore?: TrustedRoot
}

/** The payload of an envelope, and who of the principals signed it. */
export interface VerifiedGittufEnvelope {
  readonly payload: JsonObject
  /** Ids of principals whose signature holds. */
  readonly signedBy: readonly string[]
  /** Material of the keys they signed with. */
  readonly keys: readonly string[]
}

const PAYLOAD_TYPE = 'application/vnd.gittuf+json'
const BUNDLE = 'application/vnd.dev.sigstore.bundle.v0.3+json'
const MAX_SIGNATURES = 256

export interface EnvelopeQuery {
  readonly principals: readonly GittufPrincipal[]
  readonly threshold: number
  readonly trust: GittufTrust
}

/** The envelope's payload without any check; only to find out whom to ask. */
export function readGittufEnvelope(bytes: Uint8Array): { readonly payload: Buffer; readonly signatures: readonly JsonObject[] } {
  const envelope = asObject(parseStrictJson(bytes, 'the gittuf metadata'), 'the gittuf metadata')
  if (asString(envelope['payloadType'], 'payloadType') !== PAYLOAD_TYPE)
    throw new Refused('unsupported-version', 'the envelope holds no gittuf metadata')
  const signatures = asArray(envelope['signatures'], 'signatures').map((signature) => asObject(signature, 'a signature'))
  if (signatures.length > MAX_SIGNATURES) throw new Refused('limit-exceeded', `an envelope with more than ${MAX_SIGNATURES} signatures`)
  return { payload: decodeBase64(asString(envelope['payload'], 'payload'), 'the payload'), signatures }
}

/** Verifies gittuf metadata: distinct principals, as many as the threshold, must have signed it with one of their keys. */
export function verifyGittufEnvelope(
  bytes: Uint8Array,
  { principals, threshold, trust }: EnvelopeQuery,
  trace: Trace,
): VerifiedGittufEnvelope {
  const found = signersOfGittufEnvelope(bytes, principals, { trust, trace })
  if (threshold < 1 || found.signedBy.length < threshold)
    throw new Refused('threshold-not-met', 'too few principals signed the gittuf metadata', {
      expected: String(threshold),
      found: String(found.signedBy.length),
    })
  return found
}

/** Which of the principals signed, however few they are. A key in `used` already stands for somebody, and counts for nobody else. */
export function signersOfGittufEnvelope(
  bytes: Uint8Array,
  principals: readonly GittufPrincipal[],
  { trust, trace, used = new Set() }: { readonly trust: GittufTrust; readonly trace: Trace; readonly used?: ReadonlySet<string> },
): VerifiedGittufEnvelope {
  const { payload, signatures } = readGittufEnvelope(bytes)
  const message = preAuthEncoding(PAYLOAD_TYPE, payload)
  const signedBy = new Set<string>()
  // Principals may share a key, under one id or several; whoever holds it is still one signer.
  const taken = new Set(used)
  const keys: string[] = []
  for (const signature of signatures) {
    const keyId = asString(signature['keyid'], 'keyid')
    for (const principal of principals) {
      const key = principal.keys.find(({ id }) => id === keyId)
      if (key === undefined || signedBy.has(principal.id) || taken.has(materialOfGittufKey(key))) continue
      const tried = trace.attempt('signature', `${principal.id} signed`, (step) => verifyByKey(signature, key, { message, trust, step }))
      if ('refused' in tried) continue
      signedBy.add(principal.id)
      taken.add(materialOfGittufKey(key))
      keys.push(materialOfGittufKey(key))
    }
  }
  return { payload: asObject(parseStrictJson(payload, 'the gittuf metadata'), 'the gittuf metadata'), signedBy: [...signedBy], keys }
}

/** Equal for one key, whatever metadata calls it. */
export function materialOfGittufKey(key: GittufKey): string {
  if (key.kind === 'ssh') return key.blob.toString('base64')
  return key.kind === 'sigstore' ? JSON.stringify([key.issuer, key.identity]) : key.armour
}

interface KeyCheck {
  readonly message: Buffer
  readonly trust: GittufTrust
  readonly step: Trace
}

function verifyByKey(signature: JsonObject, key: GittufKey, { message, trust, step }: KeyCheck): void {
  const bytes = decodeBase64(asString(signature['sig'], 'sig'), 'the signature')
  if (key.kind === 'openpgp') throw new Refused('unsupported-algorithm', 'gittuf metadata is never signed with OpenPGP')
  if (key.kind === 'ssh') {
    const parsed = readSshSignature(bytes.toString('latin1'))
    if (!parsed.publicKey.equals(key.blob)) throw new Refused('signer-mismatch', 'the signature is by another key than it says')
    verifySshSignature(parsed, message, { options: { namespace: 'git' }, trace: step })
    return
  }
  if (trust.sigstore === undefined) throw new Refused('trust-missing', 'there is no Sigstore trust root to judge the identity by')
  const material = asObject(asObject(signature['extension'], 'extension')['ext'], 'ext')
  const bundle: JsonValue = { mediaType: BUNDLE, verificationMaterial: material, messageSignature: parseStrictJson(bytes, 'the signature') }
  const policy = { kind: 'identities', anyOf: [{ san: key.identity, issuer: key.issuer }] } as const
  verifyBundle(JSON.stringify(bundle), { trust: trust.sigstore, policy, artifact: { bytes: message } }, step)
}
