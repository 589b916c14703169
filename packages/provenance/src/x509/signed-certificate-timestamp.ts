import { DER_TAG, readDer } from '../asn1/der.ts'
import { decodeOctetString } from '../asn1/der-values.ts'
import { derHeader } from '../asn1/der-writer.ts'
import type { HashName, SignatureScheme } from '../keys/signature-scheme.ts'
import { Refused } from '../verdict/refused.ts'
import type { Certificate } from './certificate.ts'
import { EXTENSION } from './extension.ts'

/** A log's promise that it recorded a certificate (RFC 6962 §3.2). */
export interface SignedCertificateTimestamp {
  readonly logId: Buffer
  readonly time: Date
  /** Kept as signed: logs with tiles put the entry's index here. */
  readonly extensions: Buffer
  readonly scheme: SignatureScheme
  readonly signature: Buffer
  readonly bytes: Buffer
}

const HASHES: Readonly<Record<number, HashName>> = { 4: 'sha256', 5: 'sha384', 6: 'sha512' }
const MAX_TIMESTAMPS = 50

/** The timestamps embedded in a certificate; none when it has no such extension. Refuses versions after 1 and trailing bytes. */
export function readEmbeddedTimestamps(certificate: Certificate): readonly SignedCertificateTimestamp[] {
  const extension = certificate.extensions.get(EXTENSION.signedCertificateTimestamps)
  if (extension === undefined) return []
  const what = 'the list of certificate timestamps'
  const list = new ByteReader(decodeOctetString(readDer(extension.value, what), what), what)
  const body = new ByteReader(list.vector16(), what)
  list.finish()
  const timestamps: SignedCertificateTimestamp[] = []
  while (!body.done) {
    if (timestamps.length === MAX_TIMESTAMPS) throw new Refused('limit-exceeded', `${what} has more than ${MAX_TIMESTAMPS} entries`)
    timestamps.push(readTimestamp(body.vector16()))
  }
  return timestamps
}

function readTimestamp(bytes: Buffer): SignedCertificateTimestamp {
  const what = 'a certificate timestamp'
  const reader = new ByteReader(bytes, what)
  const version = reader.take(1)[0]
  if (version !== 0) throw new Refused('unsupported-version', `${what} has version ${Number(version) + 1}`)
  const logId = reader.take(32)
  const milliseconds = reader.take(8).readBigUInt64BE()
  if (milliseconds > 8_640_000_000_000_000n) throw new Refused('malformed', `${what} has no possible time`)
  const extensions = reader.vector16()
  const [hash, algorithm] = reader.take(2)
  const signature = reader.vector16()
  reader.finish()
  const hashName = HASHES[hash ?? 0]
  if (hashName === undefined || (algorithm !== 1 && algorithm !== 3)) {
    throw new Refused('unsupported-algorithm', `${what} is signed with TLS algorithm ${hash}, ${algorithm}`)
  }
  const scheme = algorithm === 1 ? (`rsa-pkcs1-${hashName}` as const) : (`ecdsa-${hashName}` as const)
  return { logId, time: new Date(Number(milliseconds)), extensions, scheme, signature, bytes }
}

/** The bytes a timestamp signs for a certificate that carries it (RFC 6962 §3.2, precert entry), given who issued it. */
export function timestampedData(
  timestamp: Pick<SignedCertificateTimestamp, 'time' | 'extensions'>,
  certificate: Certificate,
  issuer: Certificate,
): Buffer {
  return timestampedPrecertificate(timestamp, withoutTimestamps(certificate), issuer)
}

/** As `timestampedData`, for a certificate that is not made yet: its TBS part still without timestamps. */
export function timestampedPrecertificate(
  { time, extensions }: Pick<SignedCertificateTimestamp, 'time' | 'extensions'>,
  tbs: Uint8Array,
  issuer: Certificate,
): Buffer {
  const head = Buffer.alloc(12)
  head.writeBigUInt64BE(BigInt(time.getTime()), 2)
  head.writeUInt16BE(1, 10)
  const tail = Buffer.alloc(2)
  tail.writeUInt16BE(extensions.length)
  const length = Buffer.alloc(3)
  length.writeUIntBE(tbs.length, 0, 3)
  return Buffer.concat([head, issuer.publicKey.digest, length, tbs, tail, extensions])
}

/** The extensions stand last and in one piece (`readCertificate`), so that what is kept is what is in front of one and what follows it. */
function withoutTimestamps({ tbs, tbsNodes, extensions }: Certificate): Buffer {
  const left = extensions.get(EXTENSION.signedCertificateTimestamps)?.bytes
  if (left === undefined) return tbs
  const wrapper = tbsNodes[tbsNodes.length - 1]!
  const [first] = extensions.values()
  const at = left.byteOffset - tbs.byteOffset
  const before = tbs.subarray(first!.bytes.byteOffset - tbs.byteOffset, at)
  const after = tbs.subarray(at + left.length)
  const list = derHeader(DER_TAG.sequence, before.length + after.length)
  const wrapped = derHeader(wrapper.tag, list.length + before.length + after.length)
  const fields = tbs.subarray(tbsNodes[0]!.bytes.byteOffset - tbs.byteOffset, tbs.length - wrapper.size)
  const length = fields.length + wrapped.length + list.length + before.length + after.length
  return Buffer.concat([derHeader(DER_TAG.sequence, length), fields, wrapped, list, before, after])
}

/** The wire form of a list of timestamps, for the extension of a certificate to be made. */
export function writeTimestampList(timestamps: readonly Uint8Array[]): Buffer {
  return vector16(Buffer.concat(timestamps.map((timestamp) => vector16(timestamp))))
}

/** The wire form of one timestamp by an ECDSA P-256 log. */
export function writeTimestamp(logId: Uint8Array, time: Date, extensions: Uint8Array, signature: Uint8Array): Buffer {
  const milliseconds = Buffer.alloc(8)
  milliseconds.writeBigUInt64BE(BigInt(time.getTime()))
  return Buffer.concat([Buffer.from([0]), logId, milliseconds, vector16(extensions), Buffer.from([4, 3]), vector16(signature)])
}

function vector16(bytes: Uint8Array): Buffer {
  const length = Buffer.alloc(2)
  length.writeUInt16BE(bytes.length)
  return Buffer.concat([length, bytes])
}

class ByteReader {
  readonly #bytes: Buffer
  readonly #what: string
  #at = 0

  constructor(bytes: Buffer, what: string) {
    this.#bytes = bytes
    this.#what = what
  }

  get done(): boolean {
    return this.#at === this.#bytes.length
  }

  take(length: number): Buffer {
    const end = this.#at + length
    if (end > this.#bytes.length) throw new Refused('malformed', `${this.#what} ends early`)
    const bytes = this.#bytes.subarray(this.#at, end)
    this.#at = end
    return bytes
  }

  vector16(): Buffer {
    return this.take(this.take(2).readUInt16BE())
  }

  finish(): void {
    if (!this.done) throw new Refused('malformed', `${this.#what} has bytes after its end`)
  }
}
