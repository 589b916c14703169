import type { Validity } from './validity.ts'
import type { KeyDetails } from './key-details.ts'

export interface LogToWrite {
  readonly baseUrl: string
  readonly spki: Uint8Array
  readonly keyDetails: KeyDetails
  readonly logId: Uint8Array
  readonly validFor: Validity
}

export interface AuthorityToWrite {
  readonly uri: string
  readonly organization: string
  readonly commonName: string
  /** DER, root last. */
  readonly chain: readonly Uint8Array[]
  readonly validFor: Validity
}

export interface TrustedRootToWrite {
  readonly logs: readonly LogToWrite[]
  readonly certificateAuthorities: readonly AuthorityToWrite[]
  readonly certificateLogs: readonly LogToWrite[]
  readonly timestampAuthorities: readonly AuthorityToWrite[]
}

/** The JSON of a trusted root of version 0.1, which every client reads. */
export function writeTrustedRoot(root: TrustedRootToWrite): string {
  return JSON.stringify({
    mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
    tlogs: root.logs.map(writeLog),
    certificateAuthorities: root.certificateAuthorities.map(writeAuthority),
    ctlogs: root.certificateLogs.map(writeLog),
    timestampAuthorities: root.timestampAuthorities.map(writeAuthority),
  })
}

function writeLog({ baseUrl, spki, keyDetails, logId, validFor }: LogToWrite): object {
  return {
    baseUrl,
    hashAlgorithm: 'SHA2_256',
    publicKey: { rawBytes: base64(spki), keyDetails, validFor: writeValidity(validFor) },
    logId: { keyId: base64(logId) },
  }
}

function writeAuthority({ uri, organization, commonName, chain, validFor }: AuthorityToWrite): object {
  return {
    subject: { organization, commonName },
    uri,
    certChain: { certificates: chain.map((der) => ({ rawBytes: base64(der) })) },
    validFor: writeValidity(validFor),
  }
}

function writeValidity({ start, end }: Validity): object {
  return { start: start.toISOString(), ...(end && { end: end.toISOString() }) }
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}
