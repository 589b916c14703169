import type { JsonValue } from '../encoding/json-value.ts'
import { signEnvelope } from '../dsse/sign-envelope.ts'
import { IN_TOTO_PAYLOAD_TYPE } from '../intoto/statement.ts'
import type { PublicKey } from '../keys/public-key.ts'
import type { ModelManifest } from './manifest.ts'
import { makeModelStatement } from './manifest.ts'
import { modelKeyHint } from './model-bundle.ts'

/** Signs a model's manifest with a key: a bundle that model signing tools from 1.0 on verify. `sign` makes ECDSA signatures in DER. */
export function signModel(manifest: ModelManifest, key: { readonly publicKey: PublicKey; sign(message: Buffer): Buffer }): string {
  const payload = Buffer.from(JSON.stringify(makeModelStatement(manifest)))
  const envelope = JSON.parse(signEnvelope(IN_TOTO_PAYLOAD_TYPE, payload, [{ keyid: '', sign: key.sign }])) as JsonValue
  return JSON.stringify({
    mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
    verificationMaterial: { publicKey: { hint: modelKeyHint(key.publicKey) }, tlogEntries: [] },
    dsseEnvelope: envelope,
  })
}
