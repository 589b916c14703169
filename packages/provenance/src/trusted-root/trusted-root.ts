import type { ProtoMessage } from '../encoding/proto-json.ts'
import { ProtoMessage as Message } from '../encoding/proto-json.ts'
import type { JsonValue } from '../encoding/json-value.ts'
import { parseStrictJson } from '../encoding/strict-json.ts'
import { Refused } from '../verdict/refused.ts'
import type { CertificateAuthority } from './certificate-authority.ts'
import { CERTIFICATE_AUTHORITY_FIELDS, readCertificateAuthority } from './certificate-authority.ts'
import type { TransparencyLog } from './transparency-log.ts'
import { readTransparencyLog, TRANSPARENCY_LOG_FIELDS } from './transparency-log.ts'

/** Something in the root that cannot be used here, such as a log whose key type is not known. It vouches for nothing. */
export interface UnusableTrust {
  readonly where: string
  readonly refused: Refused
}

/** Whom a Sigstore instance's users trust (sigstore_trustroot.proto, TrustedRoot), read once and used for many bundles. */
export interface TrustedRoot {
  readonly logs: readonly TransparencyLog[]
  readonly certificateAuthorities: readonly CertificateAuthority[]
  readonly certificateLogs: readonly TransparencyLog[]
  readonly timestampAuthorities: readonly CertificateAuthority[]
  readonly unusable: readonly UnusableTrust[]
}

const MEDIA_TYPES: ReadonlySet<string> = new Set([
  'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
  'application/vnd.dev.sigstore.trustedroot+json;version=0.2',
  'application/vnd.dev.sigstore.trustedroot.v0.2+json',
])

const MAX_ENTRIES = 1000

/**
 * Reads a trusted root, versions 0.1 and 0.2. Refuses unknown versions, validity without start, authorities without certificates or
 * without root. Keys of types not known are set aside in `unusable`; everything else that is wrong refuses the whole root.
 */
export function parseTrustedRoot(bytes: Uint8Array | string): TrustedRoot {
  return readTrustedRoot(parseStrictJson(bytes, 'the trusted root'))
}

export function readTrustedRoot(value: JsonValue | undefined): TrustedRoot {
  const names = ['mediaType', 'tlogs', 'certificateAuthorities', 'ctlogs', 'timestampAuthorities']
  const root = new Message(value, 'trustedRoot', names, 'ignore')
  const mediaType = root.text('mediaType') ?? ''
  if (!MEDIA_TYPES.has(mediaType)) {
    throw new Refused('unsupported-version', 'the trusted root is of a version that is not known', { found: mediaType.slice(0, 200) })
  }
  const unusable: UnusableTrust[] = []
  const usable = <T>(name: string, fields: readonly string[], read: (message: ProtoMessage) => T): T[] =>
    root.messages(name, fields, MAX_ENTRIES).flatMap((message) => {
      try {
        return [read(message)]
      } catch (error) {
        if (!(error instanceof Refused) || error.code !== 'unsupported-algorithm') throw error
        unusable.push({ where: message.what, refused: error })
        return []
      }
    })
  return {
    logs: usable('tlogs', TRANSPARENCY_LOG_FIELDS, readTransparencyLog),
    certificateAuthorities: usable('certificateAuthorities', CERTIFICATE_AUTHORITY_FIELDS, readCertificateAuthority),
    certificateLogs: usable('ctlogs', TRANSPARENCY_LOG_FIELDS, readTransparencyLog),
    timestampAuthorities: usable('timestampAuthorities', CERTIFICATE_AUTHORITY_FIELDS, readCertificateAuthority),
    unusable,
  }
}
