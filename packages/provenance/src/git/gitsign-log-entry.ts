import { createHash } from 'node:crypto'
import { writePem } from '../asn1/pem.ts'
import type { LogEntry, LogEntryProof } from '../sigstore/log-entry.ts'
import { Refused } from '../verdict/refused.ts'

/** What a log entry of gitsign is about; its body is not embedded but follows from these. */
export interface GitsignSubject {
  readonly signedAttributes: Uint8Array
  readonly signature: Uint8Array
  readonly certificate: Uint8Array
}

/** Unsigned CMS attribute with a TransparencyLogEntry in protobuf encoding. */
export const GITSIGN_LOG_ENTRY = '1.3.6.1.4.1.57264.3.1'

const MAX_FIELDS = 1000
const VARINT = 0
const BYTES = 2

interface Field {
  readonly number: number
  readonly value: Buffer | bigint
}

/**
 * The log entry that gitsign puts beside a signature (sigstore_rekor.proto, TransparencyLogEntry), its body made again from what was
 * signed: whether it is the logged one shows when the log's promise or proof is verified.
 */
export function readGitsignLogEntry(bytes: Buffer, subject: GitsignSubject): LogEntry {
  const entry = new Message(bytes)
  const kindVersion = entry.message(3)
  const [kind, version] = [kindVersion?.text(1) ?? '', kindVersion?.text(2) ?? '']
  if (kind !== 'hashedrekord' || version !== '0.0.1')
    throw new Refused('unsupported-version', 'the log entry of the signature is of a kind that is not known', {
      found: `${kind} ${version}`,
    })
  const seconds = entry.count(4)
  return {
    index: entry.count(1),
    logId: entry.message(2)?.bytes(1) ?? Buffer.alloc(0),
    kind,
    version,
    integratedTime: seconds === 0 ? undefined : new Date(seconds * 1000),
    promise: entry.message(5)?.bytes(1),
    proof: proofOf(entry.message(6)),
    body: bodyOf(subject),
  }
}

function proofOf(proof: Message | undefined): LogEntryProof | undefined {
  if (proof === undefined) return undefined
  const checkpoint = proof.message(5)?.text(1)
  return {
    index: proof.count(1),
    rootHash: proof.bytes(2) ?? Buffer.alloc(0),
    treeSize: proof.count(3),
    hashes: proof.all(4),
    checkpoint: checkpoint === '' ? undefined : checkpoint,
  }
}

/** The canonical body of a hashedrekord 0.0.1 over the signed attributes. */
function bodyOf({ signedAttributes, signature, certificate }: GitsignSubject): Buffer {
  const value = createHash('sha256').update(signedAttributes).digest('hex')
  const key = Buffer.from(writePem('CERTIFICATE', certificate)).toString('base64')
  const spec = {
    data: { hash: { algorithm: 'sha256', value } },
    signature: { content: Buffer.from(signature).toString('base64'), publicKey: { content: key } },
  }
  return Buffer.from(JSON.stringify({ apiVersion: '0.0.1', kind: 'hashedrekord', spec }))
}

/** A protobuf message of varints and byte strings; other wire types do not occur here. */
class Message {
  readonly #fields: readonly Field[]

  constructor(bytes: Buffer) {
    this.#fields = readFields(bytes)
  }

  count(number: number): number {
    const value = this.#fields.findLast((field) => field.number === number)?.value ?? 0n
    if (typeof value !== 'bigint' || value > BigInt(Number.MAX_SAFE_INTEGER)) throw malformed()
    return Number(value)
  }

  bytes(number: number): Buffer | undefined {
    return this.all(number).at(-1)
  }

  text(number: number): string | undefined {
    return this.bytes(number)?.toString('utf8')
  }

  message(number: number): Message | undefined {
    const bytes = this.bytes(number)
    return bytes === undefined ? undefined : new Message(bytes)
  }

  all(number: number): readonly Buffer[] {
    return this.#fields.filter((field) => field.number === number).map(({ value }) => (typeof value === 'bigint' ? Buffer.alloc(0) : value))
  }
}

function readFields(bytes: Buffer): readonly Field[] {
  const fields: Field[] = []
  for (let at = 0; at < bytes.length;) {
    if (fields.length === MAX_FIELDS) throw new Refused('limit-exceeded', `a log entry of more than ${MAX_FIELDS} fields`)
    const key = varint(bytes, at)
    const content = varint(bytes, key.end)
    const number = Number(key.value >> 3n)
    const type = Number(key.value & 7n)
    if (type === VARINT) fields.push({ number, value: content.value })
    else if (type !== BYTES || content.value > BigInt(bytes.length - content.end)) throw malformed()
    else fields.push({ number, value: bytes.subarray(content.end, content.end + Number(content.value)) })
    at = type === VARINT ? content.end : content.end + Number(content.value)
  }
  return fields
}

function varint(bytes: Buffer, start: number): { readonly value: bigint; readonly end: number } {
  let value = 0n
  for (let at = start; at < start + 10; at++) {
    const byte = bytes[at]
    if (byte === undefined) throw malformed()
    value |= BigInt(byte & 0x7f) << BigInt(7 * (at - start))
    if (byte < 0x80) return { value, end: at + 1 }
  }
  throw malformed()
}

function malformed(): Refused {
  return new Refused('malformed', 'the log entry of the signature is not the protobuf it should be')
}
