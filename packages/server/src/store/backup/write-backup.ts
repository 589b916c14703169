import { createHash } from 'node:crypto'
import { closeSync, createWriteStream, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { diskFull, outputUnwritable } from '@cupel/model'
import { BACKUP_VERSION } from './backup-head.ts'
import type { BackupHead } from './backup-head.ts'
import type { CopiedTable, CopyItem } from './copy-item.ts'

const CHUNK = 1_000_000

/**
 * Writes a store as one file: gzip of JSON lines, rows as arrays, a digest after each table, and a digest of everything at the end.
 * The file is there whole or not at all.
 */
export async function writeBackup(path: string, items: AsyncIterable<CopyItem>, made: Date): Promise<readonly CopiedTable[]> {
  const part = `${path}.part`
  const tables: CopiedTable[] = []
  try {
    await pipeline(linesOf(items, { made, tables }), createGzip({ level: 6 }), createWriteStream(part, { mode: 0o600 }))
    syncFile(part)
    renameSync(part, path)
    return tables
  } catch (error) {
    rmSync(part, { force: true })
    throw writeFault(path, error)
  }
}

function writeFault(path: string, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ENOSPC') return diskFull(path, error)
  return ['EACCES', 'EPERM', 'EROFS', 'ENOENT', 'ENOTDIR', 'EISDIR'].includes(code ?? '') ? outputUnwritable(path, error) : error
}

async function* linesOf(
  items: AsyncIterable<CopyItem>,
  { made, tables }: { readonly made: Date; readonly tables: CopiedTable[] },
): AsyncGenerator<string> {
  const whole = createHash('sha256')
  let pending = ''
  for await (const item of items) {
    if (item.kind === 'end') tables.push({ table: item.table, rows: item.rows, digest: item.digest })
    for (const line of lines(item, made)) {
      pending += line
      if (pending.length < CHUNK) continue
      whole.update(pending)
      yield pending
      pending = ''
    }
  }
  whole.update(pending)
  yield pending
  yield `${JSON.stringify({ kind: 'whole', sha256: whole.digest('hex') })}\n`
}

function* lines(item: CopyItem, made: Date): Generator<string> {
  if (item.kind === 'rows') for (const row of item.rows) yield `${JSON.stringify(row)}\n`
  else if (item.kind === 'start') {
    const head: BackupHead = {
      format: 'cupel-backup',
      version: BACKUP_VERSION,
      schema: item.steps.length,
      steps: item.steps,
      made: made.toISOString(),
    }
    yield `${JSON.stringify(head)}\n`
  } else yield `${JSON.stringify(item)}\n`
}

function syncFile(path: string): void {
  const fd = openSync(path, 'r')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}
