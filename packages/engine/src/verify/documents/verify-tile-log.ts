import { readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { targetMissing } from '@cupel/model'
import type { VerificationItem, VerificationReport } from '@cupel/model'
import {
  PublicKey,
  readCheckpoint,
  Refused,
  sha256KeyId,
  Trace,
  verifyCheckpoint,
  verifyEntryInTiles,
  verifyGrowth,
} from '@cupel/provenance'
import type { LogKey, ReadTile, VerifiedCheckpoint } from '@cupel/provenance'
import { readEvidence } from '../read-evidence.ts'
import { readTrusted, keySigner, verdictItem } from '../verdict-item.ts'
import { verificationReport } from '../verification.ts'

export interface TileLogRequest {
  /** Folder with `checkpoint` and `tile/`, as such logs serve them. */
  readonly log: string
  /** PEM of the log's key. */
  readonly key: string
  /** Name in front of the log's signatures; default: the origin of the checkpoint. */
  readonly origin?: string
  /** A checkpoint seen before: the log must only have grown since. */
  readonly since?: string
  /** File that must be an entry, at this index. */
  readonly entry?: { readonly file: string; readonly index: number }
  readonly cwd: string
}

const MAX_TILE = 64_000_000

const PLAN = [
  ['checkpoint', 'the log signed its tree'],
  ['growth', 'the log only grew since the checkpoint seen before'],
  ['entry', 'the entry is in the tree that the log signed'],
] as const

/** Verifies a transparency log in tiles (C2SP tlog-tiles) that lies in a folder: signature, growth, inclusion. */
export async function verifyTileLog(request: TileLogRequest): Promise<VerificationReport> {
  const { log, cwd, entry, since } = request
  const folder = resolve(cwd, log)
  const key = readTrusted(request.key, () => PublicKey.fromPem(readEvidence(request.key, cwd).toString('latin1'), 'the key of the log'))
  const text = readEvidence(join(folder, 'checkpoint'), cwd).toString('utf8')
  const old = since === undefined ? null : readEvidence(since, cwd).toString('utf8')
  const entryBytes = entry === undefined ? null : readEvidence(entry.file, cwd)
  const verdict = await Trace.runAsync('log', 'the log is what it says', async (trace) => {
    trace.plan(PLAN)
    const checkpoint = trace.step(...PLAN[0], (step) => signed(text, key, request.origin, step))
    if (old === null) trace.skip(...PLAN[1], 'no checkpoint seen before was given')
    else {
      await trace.stepAsync(...PLAN[1], async (step) => {
        await verifyGrowth(signed(old, key, request.origin, step), checkpoint, readTile(folder))
      })
    }
    if (entry === undefined || entryBytes === null) trace.skip(...PLAN[2], 'no entry was asked for')
    else await trace.stepAsync(...PLAN[2], () => verifyEntryInTiles(entryBytes, entry.index, { checkpoint, read: readTile(folder) }))
    return checkpoint
  })
  return verificationReport([itemOf(log, verdict, key)], [], { policy: `log key ${request.key}`, root: '', rootDate: '' })
}

function itemOf(log: string, verdict: Awaited<ReturnType<typeof Trace.runAsync<VerifiedCheckpoint>>>, key: PublicKey): VerificationItem {
  const { value } = verdict
  const parts =
    value === undefined
      ? {}
      : {
          signers: [{ ...keySigner(sha256KeyId(key)), subject: value.origin }],
          details: { log: { origin: value.origin, treeSize: value.treeSize, rootHash: value.rootHash.toString('hex') } },
        }
  return verdictItem(log, 'tile-log', { verdict, parts })
}

function signed(text: string, key: PublicKey, origin: string | undefined, step: Trace): VerifiedCheckpoint {
  const checkpoint = readCheckpoint(text)
  step.found(`${checkpoint.origin}, ${checkpoint.treeSize} entries`)
  if (origin !== undefined && checkpoint.origin !== origin)
    throw new Refused('content-mismatch', 'the checkpoint is of another log', { expected: origin, found: checkpoint.origin })
  const logKey: LogKey = { name: checkpoint.origin, key, scheme: key.defaultScheme, keyId: undefined }
  return verifyCheckpoint(checkpoint, logKey)
}

function readTile(folder: string): ReadTile {
  return (path) => {
    const file = join(folder, path)
    const stat = statSync(file, { throwIfNoEntry: false })
    if (stat === undefined) throw new Refused('evidence-missing', `the log has no ${path}`)
    if (!stat.isFile() || stat.size > MAX_TILE) throw targetMissing(file)
    return Promise.resolve(readFileSync(file))
  }
}
