import { nearestName } from '@cupel/model'
import type { ConfigFault } from './config-invalid.ts'
import { lineOf } from './toml-lines.ts'

/** Collects what is wrong with one configuration. */
export interface FaultList {
  readonly faults: ConfigFault[]
  readonly lines: ReadonlyMap<string, number>
}

/** Typed reading of one TOML table; every wrong key or type becomes a fault with its line, and reading goes on. */
export interface TableReader {
  string(key: string): string | null
  flag(key: string): boolean | null
  strings(key: string): readonly string[]
  /** The raw value, for keys with a shape of their own. */
  raw(key: string): unknown
  fault(key: string, message: string): void
}

/** `path` is the table's place (`scan`, `waiver.0`), empty for the root. Keys other than `known` are faults. */
export function tableReader(
  table: unknown,
  path: string,
  { list, known }: { readonly list: FaultList; readonly known: readonly string[] },
): TableReader {
  const values = isTable(table) ? table : {}
  const fault = (key: string, message: string): void => {
    const place = [path, key].filter((part) => part !== '').join('.')
    list.faults.push({ line: lineOf(list.lines, place), message })
  }
  const label = (key: string): string => (path === '' ? key : `${path.replace(/\.\d+$/, '')}.${key}`)
  if (table !== undefined && !isTable(table)) fault('', `${label('').replace(/\.$/, '')} must be a table`)
  for (const key of Object.keys(values)) {
    if (!known.includes(key)) fault(key, unknownKey(key, path, known))
  }
  const strings = (key: string): readonly string[] => {
    const value = values[key]
    if (value === undefined) return []
    if (Array.isArray(value) && value.every((one): one is string => typeof one === 'string')) return value
    fault(key, `${label(key)} must be a list of texts`)
    return []
  }
  return {
    fault,
    strings,
    raw: (key) => values[key],
    string(key) {
      const value = values[key]
      if (value === undefined || typeof value === 'string') return value ?? null
      fault(key, `${label(key)} must be a text`)
      return null
    },
    flag(key) {
      const value = values[key]
      if (value === undefined || typeof value === 'boolean') return value ?? null
      fault(key, `${label(key)} must be true or false`)
      return null
    },
  }
}

function isTable(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)
}

function unknownKey(key: string, path: string, known: readonly string[]): string {
  const shown = JSON.stringify(key.slice(0, 60)).replace(/[^\x20-\x7e]/g, '?')
  const near = nearestName(key, known)
  const place = path === '' ? '' : ` in ${path.replace(/\.\d+$/, '')}`
  return `unknown key ${shown}${place}; ${near === null ? `there are ${known.join(', ')}` : `did you mean "${near}"?`}`
}
