import { indexMissing } from '@cupel/model'
import { cupelHome, databaseStatus } from '@cupel/engine/database'
import type { DatabaseStatus } from '@cupel/engine/database'
import { printable } from '@cupel/engine'
import { counted } from '../counted.ts'
import { defineCommand, isSet, text } from '../command.ts'
import { DB_FLAGS } from '../db-flags.ts'

const HOUR_MS = 3_600_000

/** `cupel db status`: what the database holds, from where, how old. */
export default defineCommand({
  id: 'db-status',
  summary: 'show age, counts, sources and digests of the advisory database',
  usage: '',
  arity: [0, 0],
  flags: { json: { type: 'boolean', help: 'as JSON' }, ...DB_FLAGS },
  examples: [['cupel db status', 'one line an ecosystem']],
  run({ flags, env, now, stdout }) {
    const home = text(flags, 'db') ?? cupelHome(env)
    const status = databaseStatus(home, now)
    if (status === null) throw indexMissing(home)
    stdout.write(isSet(flags, 'json') ? JSON.stringify(status, null, 2) + '\n' : table(status))
    return 0
  },
})

function table(status: DatabaseStatus): string {
  const rows = status.ecosystems.map((one) => [
    printable(one.name),
    String(one.records),
    one.withdrawn === 0 ? '' : `${one.withdrawn} withdrawn`,
    one.unreadable === 0 ? '' : `${one.unreadable} unreadable`,
    `newest ${printable(one.modified.slice(0, 10))}`,
    `synced ${age(one.ageMs)} ago`,
    megabytes(one.bytes),
  ])
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] as string).length)))
  const lines = rows.map(
    (row) =>
      '  ' +
      row
        .map((cell, column) => (column === 1 ? cell.padStart(widths[column] as number) : cell.padEnd(widths[column] as number)))
        .join('  ')
        .trimEnd(),
  )
  const signals = [
    status.kev === null ? 'KEV: none' : `KEV: ${counted(status.kev.entries, 'entry')} of ${printable(status.kev.date)}`,
    status.epss === null ? 'EPSS: none' : `EPSS: ${counted(status.epss.entries, 'score')} of ${printable(status.epss.date)}`,
  ]
  return [
    `${counted(status.records, 'advisory')} of ${counted(status.ecosystems.length, 'ecosystem')}, ${megabytes(status.bytes)}, synced ${age(status.ageMs)} ago or later`,
    ...lines,
    ...signals,
    `from ${printable(status.from)}`,
    `home ${printable(status.home)}`,
    `digest sha256:${status.digest}`,
    '',
  ].join('\n')
}

function age(ms: number): string {
  const hours = Math.max(0, Math.floor(ms / HOUR_MS))
  return hours < 48 ? counted(hours, 'hour') : counted(Math.floor(hours / 24), 'day')
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}
