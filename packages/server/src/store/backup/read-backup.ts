import { createReadStream, existsSync } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { backupDamaged, CupelError, targetMissing } from '@cupel/model'
import { BackupParser } from './backup-parser.ts'
import type { BackupHead } from './backup-head.ts'
import type { CopiedTable, CopyItem } from './copy-item.ts'
import type { TextRow } from './row-digest.ts'

/** A row with a document of the largest upload, as text. */
const MAX_LINE = 512_000_000
const BATCH_ROWS = 500
const BATCH_LENGTH = 4_000_000

export interface CheckedBackup extends BackupHead {
  readonly tables: readonly CopiedTable[]
}

/** Reads a backup from start to end without using it. Throws CupelError when any part of it is not as it was written. */
export async function checkBackup(path: string): Promise<CheckedBackup> {
  const tables: CopiedTable[] = []
  const parser = new BackupParser(path)
  for await (const line of fileLines(path)) {
    const parsed = parser.parse(line)
    if (parsed.kind === 'end') tables.push({ table: parsed.table, rows: parsed.rows, digest: parsed.digest })
  }
  return { ...parser.end(), tables }
}

/** The store in a backup file. Digests are checked on the way, so only after the end all of it is known to be whole. */
export async function* readBackup(path: string): AsyncGenerator<CopyItem> {
  const parser = new BackupParser(path)
  let rows: TextRow[] = []
  let length = 0
  for await (const line of fileLines(path)) {
    const parsed = parser.parse(line)
    if (parsed.kind === 'row') {
      rows.push(parsed.row)
      length += line.length
      if (rows.length < BATCH_ROWS && length < BATCH_LENGTH) continue
    }
    if (rows.length > 0) yield { kind: 'rows', rows }
    rows = []
    length = 0
    if (parsed.kind !== 'row' && parsed.kind !== 'whole') yield parsed
  }
  parser.end()
}

async function* fileLines(path: string): AsyncGenerator<string> {
  if (!existsSync(path)) throw targetMissing(path)
  const file = createReadStream(path)
  const unzipped = createGunzip()
  file.on('error', (error) => unzipped.destroy(error))
  let pending: string[] = []
  let length = 0
  try {
    unzipped.setEncoding('utf8')
    for await (const chunk of file.pipe(unzipped) as AsyncIterable<string>) {
      let from = 0
      for (let at = chunk.indexOf('\n'); at >= 0; at = chunk.indexOf('\n', from)) {
        pending.push(chunk.slice(from, at))
        yield pending.length === 1 ? (pending[0] as string) : pending.join('')
        pending = []
        length = 0
        from = at + 1
      }
      pending.push(chunk.slice(from))
      length += chunk.length - from
      if (length > MAX_LINE) throw backupDamaged(path, 'a line of it does not end')
    }
  } catch (error) {
    throw error instanceof CupelError ? error : backupDamaged(path, (error as Error).message, error)
  } finally {
    file.destroy()
  }
  if (pending.join('') !== '') throw backupDamaged(path, 'it ends in the middle of a line')
}
