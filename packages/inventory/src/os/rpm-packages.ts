import type { RandomAccess } from '@cupel/source'
import { readBdbBlobs } from './bdb-packages.ts'
import { readNdbBlobs } from './ndb-packages.ts'
import type { RpmRecord } from './rpm-header.ts'
import { parseRpmHeader, RpmHeaderInvalid } from './rpm-header.ts'
import { readSqliteBlobs } from './sqlite-table.ts'

export interface RpmPackages {
  readonly format: 'sqlite' | 'ndb' | 'bdb' | ''
  readonly records: readonly RpmRecord[]
  /** Records in the file, those that could not be read included. */
  readonly count: number
  /** What is wrong with the file, one sentence each. */
  readonly damages: readonly string[]
}

/** All packages of an rpm database, whichever of rpm's three kinds of file it is; `log` is what SQLite left beside its own. */
export function readRpmPackages(file: RandomAccess, log: RandomAccess | null = null): RpmPackages {
  const records: RpmRecord[] = []
  const damages: string[] = []
  const invalid = new Map<string, number>()
  let count = 0
  const sink = {
    blob(bytes: Buffer) {
      count++
      try {
        records.push(parseRpmHeader(bytes))
      } catch (error) {
        if (!(error instanceof RpmHeaderInvalid)) throw error
        invalid.set(error.message, (invalid.get(error.message) ?? 0) + 1)
      }
    },
    damaged: (detail: string) => void damages.push(detail),
  }
  const head = Buffer.from(file.read(0, 16)).toString('latin1')
  const format = head.startsWith('SQLite format 3') ? 'sqlite' : head.startsWith('RpmP') ? 'ndb' : isBdb(head) ? 'bdb' : ''
  if (format === 'sqlite') readSqliteBlobs(file, 'Packages', sink, log)
  else if (format === 'ndb') readNdbBlobs(file, sink)
  else if (format === 'bdb') readBdbBlobs(file, sink)
  else damages.push('none of the kinds of file rpm writes')
  for (const [reason, times] of invalid) damages.push(`${times} package ${times === 1 ? 'header' : 'headers'}: ${reason}`)
  return { format, records, count, damages }
}

function isBdb(head: string): boolean {
  const magic = head.slice(12, 16)
  return magic === '\x61\x15\x06\0' || magic === '\0\x06\x15\x61'
}
