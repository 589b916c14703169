import { digestOf } from '../encoding/digest.ts'
import { verifySignature } from '../keys/verify-signature.ts'
import type { MlDsaVerify } from '../keys/verify-signature.ts'
import { readCheckpoint, verifyCheckpoint } from '../tlog/checkpoint.ts'
import { leafHash, rootFromInclusion } from '../tlog/merkle.ts'
import type { TransparencyLog } from '../trusted-root/transparency-log.ts'
import type { TrustedRoot } from '../trusted-root/trusted-root.ts'
import { describeValidity, isWithin } from '../trusted-root/validity.ts'
import { Refused } from '../verdict/refused.ts'
import type { Trace } from '../verdict/trace.ts'
import type { Artifact } from './artifact.ts'
import type { BundleContent } from './bundle.ts'
import type { LogEntry, LogEntryProof } from './log-entry.ts'
import { envelopeDigest, isSecondVersion, readLogEntryBody } from './log-entry-body.ts'
import type { LoggedSignature } from './log-entry-body.ts'
import type { BundleSignerKey } from './signer-key.ts'

/** An entry that a trusted log holds, for exactly this signature. */
export interface VerifiedLogEntry {
  readonly log: TransparencyLog
  readonly entry: LogEntry
  /** When the log says it took the entry in; undefined when nothing signed proves that. */
  readonly integratedTime: Date | undefined
  /** Proved by a path to a signed tree, or only promised. */
  readonly inclusion: 'proved' | 'promised'
}

export interface LogEntryContext {
  readonly trust: TrustedRoot
  readonly content: BundleContent
  readonly artifact: Artifact | undefined
  readonly signer: BundleSignerKey
  readonly mlDsa: MlDsaVerify | undefined
}

/**
 * Verifies one entry of a signature log: its body is about this very signature, signer and content; a log of the trust root promised
 * or proved to have taken it in. Rekor's second version has no promise and no time.
 */
export function verifyLogEntry(entry: LogEntry, context: LogEntryContext, trace: Trace): VerifiedLogEntry {
  trace.plan([
    ['log', 'The log is one of the trust root'],
    ['body', 'The entry is about this signature'],
    ['promise', 'The log promised to take the entry in'],
    ['checkpoint', 'The log signed the tree'],
    ['inclusion', 'The entry is in the tree'],
  ])
  const logs = trace.step('log', 'The log is one of the trust root', () => findLogs(entry, context.trust))
  trace.step('body', 'The entry is about this signature', () => compareBody(readLogEntryBody(entry), context))
  const promised = verifyPromise(entry, logs, trace)
  const proved = verifyProof(entry, promised === undefined ? logs : [promised], context.mlDsa, trace)
  const log = proved ?? promised
  if (log === undefined) throw new Refused('evidence-missing', 'the log entry has neither a promise nor a proof that counts')
  return {
    log,
    entry,
    integratedTime: promised === undefined ? undefined : entry.integratedTime,
    inclusion: proved === undefined ? 'promised' : 'proved',
  }
}

function findLogs(entry: LogEntry, trust: TrustedRoot): readonly TransparencyLog[] {
  const logs = trust.logs.filter((log) => log.logId.equals(entry.logId))
  if (logs.length > 0) return logs
  throw new Refused('signer-unknown', 'the log entry is of a log that the trust root does not know', {
    expected: trust.logs.map((log) => log.baseUrl).join(', '),
    found: `log ${entry.logId.toString('hex')}`,
    remedy: 'use the trust root of the instance that made this bundle, or update it',
  })
}

function compareBody(logged: LoggedSignature, { content, artifact, signer }: LogEntryContext): void {
  compareDigest(logged, content, artifact)
  if (!logged.signature.equals(content.signature)) throw mismatch('signature', content.signature, logged.signature)
  const { verifier } = logged
  const same = verifier.kind === 'certificate' ? signer.certificate?.der.equals(verifier.der) : signer.key.spki.equals(verifier.der)
  if (same !== true) throw new Refused('content-mismatch', `the log entry is by another ${verifier.kind} than the bundle`)
}

function compareDigest(
  { digest: { over, algorithm, value } }: LoggedSignature,
  content: BundleContent,
  artifact: Artifact | undefined,
): void {
  if (content.kind === 'message') {
    if (over === 'payload' || artifact === undefined)
      throw new Refused('content-mismatch', 'the log entry is about an envelope, the bundle is not')
    const digest = artifact.digest(algorithm)
    if (!digest.equals(value)) throw mismatch('artifact digest', digest, value)
    return
  }
  if (over === 'artifact') throw new Refused('content-mismatch', 'the log entry is about an artifact, the bundle holds an envelope')
  const { payload, payloadType } = content.envelope
  const digest = over === 'payload' ? digestOf(algorithm, payload) : envelopeDigest(algorithm, payloadType, payload)
  if (!digest.equals(value)) throw mismatch('envelope digest', digest, value)
}

function mismatch(what: string, expected: Buffer, found: Buffer): Refused {
  return new Refused('content-mismatch', `the log entry has another ${what} than the bundle`, {
    expected: expected.toString('hex').slice(0, 128),
    found: found.toString('hex').slice(0, 128),
  })
}

/** The log whose promise verifies; undefined when the entry needs none. */
function verifyPromise(entry: LogEntry, logs: readonly TransparencyLog[], trace: Trace): TransparencyLog | undefined {
  const title = 'The log promised to take the entry in'
  if (isSecondVersion(entry)) {
    trace.skip('promise', title, 'logs of this version give no promises')
    return undefined
  }
  const { promise, integratedTime } = entry
  if (promise === undefined) {
    trace.skip('promise', title, 'the bundle holds a proof in place of a promise')
    return undefined
  }
  return trace.step('promise', title, () => {
    if (integratedTime === undefined) throw new Refused('evidence-missing', 'the promise of the log is without the time it covers')
    const message = promisedBytes(entry, integratedTime)
    const log = firstThat(logs, (candidate) => {
      verifySignature(candidate.key, message, promise, { scheme: candidate.scheme, what: "the log's promise" })
    })
    if (!isWithin(log.validFor, integratedTime)) {
      throw new Refused('time-invalid', 'the log took the entry in at a time at which it is not trusted', {
        expected: describeValidity(log.validFor),
        found: integratedTime.toISOString(),
      })
    }
    return log
  })
}

/** Rekor's signed entry timestamp covers canonical JSON of these four fields (RFC 8785 form). */
function promisedBytes(entry: LogEntry, integratedTime: Date): Buffer {
  const body = entry.body.toString('base64')
  const seconds = integratedTime.getTime() / 1000
  return Buffer.from(`{"body":"${body}","integratedTime":${seconds},"logID":"${entry.logId.toString('hex')}","logIndex":${entry.index}}`)
}

/** The log whose tree holds the entry; undefined when there is no proof that could be judged. */
function verifyProof(
  entry: LogEntry,
  logs: readonly TransparencyLog[],
  mlDsa: MlDsaVerify | undefined,
  trace: Trace,
): TransparencyLog | undefined {
  const { proof } = entry
  if (proof?.checkpoint === undefined) {
    const reason = proof === undefined ? 'the bundle holds a promise in place of a proof' : 'the proof leads to no signed tree'
    trace.skip('checkpoint', 'The log signed the tree', reason)
    trace.skip('inclusion', 'The entry is in the tree', reason)
    return undefined
  }
  const text = proof.checkpoint
  const log = trace.step('checkpoint', 'The log signed the tree', () => {
    const checkpoint = readCheckpoint(text)
    const signedBy = firstThat(logs, (candidate) => {
      // The first version numbers its trees after its name, which need not be its address.
      const name = isSecondVersion(entry) ? candidate.name : checkpoint.origin.replace(/ - [0-9]{1,30}$/, '')
      if (isSecondVersion(entry) && checkpoint.origin !== name) {
        throw new Refused('content-mismatch', 'the checkpoint is of another log', { expected: name, found: checkpoint.origin })
      }
      verifyCheckpoint(checkpoint, { name, key: candidate.key, scheme: candidate.scheme, keyId: candidate.checkpointKeyId }, mlDsa)
    })
    if (checkpoint.treeSize !== proof.treeSize || !checkpoint.rootHash.equals(proof.rootHash)) {
      throw new Refused('log-proof-invalid', 'the proof is for another tree than the one the log signed', {
        expected: `${checkpoint.treeSize} entries, root ${checkpoint.rootHash.toString('hex')}`,
        found: `${proof.treeSize} entries, root ${proof.rootHash.toString('hex')}`,
      })
    }
    return signedBy
  })
  trace.step('inclusion', 'The entry is in the tree', () => checkInclusion(entry, proof))
  return log
}

function checkInclusion(entry: LogEntry, proof: LogEntryProof): void {
  if (isSecondVersion(entry) && entry.index !== proof.index) {
    throw new Refused('content-mismatch', 'the entry and its proof name different places in the log', {
      expected: String(proof.index),
      found: String(entry.index),
    })
  }
  const root = rootFromInclusion(leafHash(entry.body), proof)
  if (root.equals(proof.rootHash)) return
  throw new Refused('log-proof-invalid', 'the proof does not lead from the entry to the tree the log signed', {
    expected: proof.rootHash.toString('hex'),
    found: root.toString('hex'),
  })
}

/** The first log that the check lets pass; the refusal of the last when there is none. */
function firstThat(logs: readonly TransparencyLog[], check: (log: TransparencyLog) => void): TransparencyLog {
  let refusal: Refused | undefined
  for (const log of logs) {
    try {
      check(log)
      return log
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      refusal = error
    }
  }
  throw refusal ?? new Refused('trust-missing', 'there is no log to judge the entry by')
}
