import type { CopiedTable } from '@cupel/server'
import { counted } from './counted.ts'

/** Tables of a copy with their digests, those without rows as a count. */
export function copiedTables(tables: readonly CopiedTable[]): string {
  const filled = tables.filter(({ rows }) => rows > 0)
  const width = Math.max(0, ...filled.map(({ table }) => table.length))
  const lines = filled.map(({ table, rows, digest }) => `  ${table.padEnd(width)}  ${String(rows).padStart(10)}  ${digest.slice(0, 16)}\n`)
  const empty = tables.length - filled.length
  return `${lines.join('')}${counted(filled.length, 'table')} with rows${empty > 0 ? `, ${empty} empty` : ''}\n`
}
