import type { ProtoMessage } from '../encoding/proto-json.ts'
import { Refused } from '../verdict/refused.ts'

export interface LogEntryProof {
  readonly index: number
  readonly treeSize: number
  readonly rootHash: Buffer
  readonly hashes: readonly Buffer[]
  /** The signed note the log published for this tree. */
  readonly checkpoint: string | undefined
}

/** An entry of a signature log as the bundle tells it (sigstore_rekor.proto, TransparencyLogEntry). */
export interface LogEntry {
  /** Over all shards of the log. */
  readonly index: number
  readonly logId: Buffer
  readonly kind: string
  readonly version: string
  /** Undefined when absent or 0. Worth something only together with a promise that verifies. */
  readonly integratedTime: Date | undefined
  /** The signed entry timestamp. */
  readonly promise: Buffer | undefined
  readonly proof: LogEntryProof | undefined
  /** The bytes that were logged. */
  readonly body: Buffer
}

export const LOG_ENTRY_FIELDS = [
  'logIndex',
  'logId',
  'kindVersion',
  'integratedTime',
  'inclusionPromise',
  'inclusionProof',
  'canonicalizedBody',
]

const MAX_PROOF_HASHES = 128

/** Refuses an entry without log id, kind or body: nothing is looked up online in their place. */
export function readLogEntry(message: ProtoMessage): LogEntry {
  const kindVersion = message.requiredMessage('kindVersion', ['kind', 'version'])
  const seconds = message.count('integratedTime')
  if (seconds > 253_402_300_799) throw new Refused('malformed', `${message.what}.integratedTime is not a possible time`)
  return {
    index: message.count('logIndex'),
    logId: message.requiredMessage('logId', ['keyId']).requiredBytes('keyId'),
    kind: kindVersion.requiredText('kind'),
    version: kindVersion.requiredText('version'),
    integratedTime: seconds === 0 ? undefined : new Date(seconds * 1000),
    promise: message.message('inclusionPromise', ['signedEntryTimestamp'])?.requiredBytes('signedEntryTimestamp'),
    proof: readProof(message),
    body: message.requiredBytes('canonicalizedBody'),
  }
}

function readProof(message: ProtoMessage): LogEntryProof | undefined {
  const proof = message.message('inclusionProof', ['logIndex', 'rootHash', 'treeSize', 'hashes', 'checkpoint'])
  if (proof === undefined) return undefined
  const checkpoint = proof.message('checkpoint', ['envelope'])?.text('envelope')
  return {
    index: proof.count('logIndex'),
    treeSize: proof.count('treeSize'),
    rootHash: proof.requiredBytes('rootHash'),
    hashes: proof.bytesList('hashes', MAX_PROOF_HASHES),
    checkpoint: checkpoint === '' ? undefined : checkpoint,
  }
}
