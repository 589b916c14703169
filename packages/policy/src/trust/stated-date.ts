import type { TableReader } from '../config/table-reader.ts'

const DATE = /^\d{4}-\d{2}-\d{2}$/

/** A day that exists, as TOML date or as text; empty when the key is not there. Anything else becomes a fault. */
export function statedDate(reader: TableReader, key: string): string {
  const value = reader.raw(key)
  if (value === undefined) return ''
  const text = value instanceof Date ? value.toISOString().slice(0, 10) : typeof value === 'string' ? value : ''
  const moment = DATE.test(text) ? Date.parse(text) : Number.NaN
  if (!Number.isNaN(moment) && new Date(moment).toISOString().startsWith(text)) return text
  reader.fault(key, `${key} must be a date as 2030-01-31`)
  return ''
}
