import { createHash } from 'node:crypto'
import { Refused } from '../verdict/refused.ts'
import type { SshRevocations } from './revocation-list.ts'
import type { SshIdentity } from './ssh-certificate.ts'
import { WireReader } from './wire-reader.ts'

const SECTION = { certificates: 1, keys: 2, sha1: 3, signature: 4, sha256: 5, extension: 255 } as const
const CERTIFICATE_SECTION = { serials: 0x20, range: 0x21, bitmap: 0x22, keyIds: 0x23, extension: 0x39 } as const
const FORMAT_VERSION = 1
const MAX_BYTES = 256 * 1024 * 1024

interface RevokedCertificates {
  /** Wire form of the authority as latin1 text; empty: any. */
  readonly authority: string
  readonly serials: ReadonlySet<bigint>
  readonly ranges: readonly (readonly [first: bigint, last: bigint])[]
  readonly bitmaps: readonly { readonly offset: bigint; readonly bits: Buffer }[]
  readonly keyIds: ReadonlySet<string>
}

/**
 * Reads a key revocation list (PROTOCOL.krl). Its signature sections, which OpenSSH no longer takes either, critical extensions and
 * unknown sections are refused: whoever cannot read all of a list cannot say that something is not on it.
 */
export function readKrl(bytes: Uint8Array): SshRevocations {
  if (bytes.length > MAX_BYTES) throw new Refused('limit-exceeded', `a revocation list of more than ${MAX_BYTES} bytes`)
  const reader = new WireReader(bytes, 'the revocation list')
  reader.take(8)
  const version = reader.uint32()
  if (version !== FORMAT_VERSION) throw new Refused('unsupported-version', `a revocation list of format version ${version}`)
  reader.take(24)
  reader.string()
  reader.string()
  const keys = new Set<string>()
  const digests = new Set<string>()
  const certificates: RevokedCertificates[] = []
  while (!reader.isAtEnd) {
    const type = reader.byte()
    const section = new WireReader(reader.string(), 'the revocation list')
    if (type === SECTION.certificates) certificates.push(readCertificates(section))
    else if (type === SECTION.keys) addAll(keys, section)
    else if (type === SECTION.sha1 || type === SECTION.sha256) addAll(digests, section)
    else if (type === SECTION.extension) refuseCritical(section)
    else throw new Refused('unsupported-version', `the revocation list has a section of type ${type}`)
  }
  return { reasonFor: (identity) => reasonFor(identity, { keys, digests, certificates }) }
}

function addAll(set: Set<string>, section: WireReader): void {
  do set.add(section.string().toString('latin1'))
  while (!section.isAtEnd)
}

function refuseCritical(section: WireReader): void {
  const name = section.name()
  const isCritical = section.byte() !== 0
  section.string()
  section.finish()
  if (isCritical) throw new Refused('unsupported-version', `the revocation list needs ${JSON.stringify(name)}, which is not known`)
}

function readCertificates(section: WireReader): RevokedCertificates {
  const authority = section.string().toString('latin1')
  section.string()
  const serials = new Set<bigint>()
  const ranges: (readonly [bigint, bigint])[] = []
  const bitmaps: { readonly offset: bigint; readonly bits: Buffer }[] = []
  const keyIds = new Set<string>()
  while (!section.isAtEnd) {
    const type = section.byte()
    const part = new WireReader(section.string(), 'the revocation list')
    if (type === CERTIFICATE_SECTION.serials) while (!part.isAtEnd) serials.add(part.uint64())
    else if (type === CERTIFICATE_SECTION.range) ranges.push([part.uint64(), part.uint64()])
    else if (type === CERTIFICATE_SECTION.bitmap) bitmaps.push({ offset: part.uint64(), bits: part.mpint() })
    else if (type === CERTIFICATE_SECTION.keyIds) addAll(keyIds, part)
    else if (type === CERTIFICATE_SECTION.extension) refuseCritical(part)
    else throw new Refused('unsupported-version', `the revocation list has a certificate section of type ${type}`)
  }
  return { authority, serials, ranges, bitmaps, keyIds }
}

interface Revoked {
  readonly keys: ReadonlySet<string>
  readonly digests: ReadonlySet<string>
  readonly certificates: readonly RevokedCertificates[]
}

function reasonFor({ key, certificate }: SshIdentity, revoked: Revoked): string | null {
  if (isListed(key.blob, revoked)) return `the key ${key.fingerprint} is on the revocation list`
  if (certificate === null) return null
  if (isListed(certificate.authority.blob, revoked)) return 'the authority of the certificate is on the revocation list'
  const authority = certificate.authority.blob.toString('latin1')
  for (const list of revoked.certificates) {
    if (list.authority !== '' && list.authority !== authority) continue
    if (list.keyIds.has(Buffer.from(certificate.keyId).toString('latin1')))
      return `certificates of ${JSON.stringify(certificate.keyId)} are revoked`
    // Serial 0 is that of every certificate made without one (PROTOCOL.certkeys).
    if (certificate.serial !== 0n && hasSerial(list, certificate.serial))
      return `the certificate with serial ${certificate.serial} is revoked`
  }
  return null
}

function isListed(blob: Buffer, { keys, digests }: Revoked): boolean {
  if (keys.has(blob.toString('latin1'))) return true
  return digests.size > 0 && ['sha1', 'sha256'].some((name) => digests.has(createHash(name).update(blob).digest().toString('latin1')))
}

function hasSerial({ serials, ranges, bitmaps }: RevokedCertificates, serial: bigint): boolean {
  if (serials.has(serial) || ranges.some(([first, last]) => first <= serial && serial <= last)) return true
  return bitmaps.some(({ offset, bits }) => {
    const place = serial - offset
    if (place < 0n || place >= BigInt(bits.length * 8)) return false
    const bit = Number(place)
    return (((bits[bits.length - 1 - (bit >> 3)] as number) >> (bit & 7)) & 1) === 1
  })
}
