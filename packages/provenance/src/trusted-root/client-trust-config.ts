import { ProtoMessage } from '../encoding/proto-json.ts'
import { parseStrictJson } from '../encoding/strict-json.ts'
import { Refused } from '../verdict/refused.ts'
import type { SigningConfig } from './signing-config.ts'
import { readSigningConfig } from './signing-config.ts'
import type { TrustedRoot } from './trusted-root.ts'
import { readTrustedRoot } from './trusted-root.ts'

/** Trusted root and signing configuration of one instance in one file (ClientTrustConfig). */
export interface ClientTrustConfig {
  readonly trustedRoot: TrustedRoot
  readonly signingConfig: SigningConfig
}

const MEDIA_TYPE = 'application/vnd.dev.sigstore.clienttrustconfig.v0.1+json'

/** Refuses other versions and whatever either part refuses. */
export function parseClientTrustConfig(bytes: Uint8Array | string): ClientTrustConfig {
  const value = parseStrictJson(bytes, 'the client trust configuration')
  const config = new ProtoMessage(value, 'clientTrustConfig', ['mediaType', 'trustedRoot', 'signingConfig'], 'ignore')
  const mediaType = config.text('mediaType') ?? ''
  if (mediaType !== MEDIA_TYPE) {
    throw new Refused('unsupported-version', 'the client trust configuration is of a version that is not known', {
      found: mediaType.slice(0, 200),
    })
  }
  return { trustedRoot: readTrustedRoot(config.json('trustedRoot')), signingConfig: readSigningConfig(config.json('signingConfig')) }
}
