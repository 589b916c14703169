import { Refused } from '../verdict/refused.ts'
import { certifiedType } from './key-algorithms.ts'
import type { SshPublicKey } from './ssh-public-key.ts'
import { keyReader, readKeyFields, readSshPublicKey } from './ssh-public-key.ts'
import type { SshVerifyContext } from './verify-blob.ts'
import { verifyBlob } from './verify-blob.ts'
import { WireReader } from './wire-reader.ts'

/** A certificate of OpenSSH (PROTOCOL.certkeys) whose own signature holds. Whether its authority is trusted is another question. */
export interface SshCertificate {
  readonly key: SshPublicKey
  readonly authority: SshPublicKey
  readonly serial: bigint
  readonly keyId: string
  readonly isUser: boolean
  readonly principals: readonly string[]
  /** Seconds since 1970; `before` is excluded. */
  readonly after: bigint
  readonly before: bigint
  readonly criticalOptions: readonly string[]
}

const USER = 1
const MAX_PRINCIPALS = 1024

/** The key that a blob states, with its certificate when it is one. */
export interface SshIdentity {
  readonly key: SshPublicKey
  readonly certificate: SshCertificate | null
}

/** Reads a plain key or a certificate in wire form; the signature of a certificate is verified. */
export function readSshIdentity(blob: Uint8Array, context: SshVerifyContext = {}): SshIdentity {
  const plainType = certifiedType(keyReader(blob).name())
  if (plainType === null) return { key: readSshPublicKey(blob), certificate: null }
  const certificate = readCertificate(blob, plainType, context)
  return { key: certificate.key, certificate }
}

function readCertificate(blob: Uint8Array, plainType: string, context: SshVerifyContext): SshCertificate {
  const reader = keyReader(blob)
  reader.name()
  reader.string()
  const key = readKeyFields(reader, plainType)
  const serial = reader.uint64()
  const isUser = reader.uint32() === USER
  const keyId = reader.text()
  const principals = stringsOf(reader.string())
  const after = reader.uint64()
  const before = reader.uint64()
  const criticalOptions = stringsOf(reader.string()).filter((_, at) => at % 2 === 0)
  reader.string()
  reader.string()
  const authority = readSshPublicKey(reader.string())
  const signed = reader.before
  const signature = reader.string()
  reader.finish()
  try {
    verifyBlob(authority, signature, signed, context)
  } catch (error) {
    if (!(error instanceof Refused) || error.code !== 'signature-invalid') throw error
    throw new Refused('certificate-invalid', 'the certificate is not signed by the authority it names', { cause: error })
  }
  return { key, authority, serial, keyId, isUser, principals, after, before, criticalOptions }
}

function stringsOf(bytes: Buffer): readonly string[] {
  const reader = new WireReader(bytes, 'the SSH certificate')
  const strings: string[] = []
  while (!reader.isAtEnd) {
    if (strings.length === MAX_PRINCIPALS)
      throw new Refused('limit-exceeded', `a certificate with more than ${MAX_PRINCIPALS} principals or options`)
    strings.push(reader.text())
  }
  return strings
}
