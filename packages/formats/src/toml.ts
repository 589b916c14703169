import { TomlError, parse } from 'smol-toml'
import type { TomlTable } from 'smol-toml'
import { DocumentInvalid } from './document-invalid.ts'
import { impossibleDate } from './toml-dates.ts'

export interface TomlLimits {
  /** Tables and arrays inside each other; default 200. */
  readonly maxDepth?: number
  /** UTF-16 code units; default 200 million. */
  readonly maxLength?: number
}

/**
 * Parses TOML 1.0. A byte order mark is tolerated; integers beyond 2^53 become bigint. Refuses with DocumentInvalid:
 * invalid TOML (also dates that no calendar has, RFC 3339 §5.7), and anything over a limit.
 */
export function readToml(text: string, limits: TomlLimits = {}): TomlTable {
  const { maxDepth = 200, maxLength = 200_000_000 } = limits
  if (text.length > maxLength) refuse(`the document is longer than ${maxLength} characters`)
  const table = parseToml(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text, maxDepth)
  // Dotted keys and table headers nest without the parser's own limit.
  const { deep, dates } = look(table, maxDepth)
  if (deep) refuse(`the document is nested deeper than ${maxDepth} levels`)
  // The library turns the 30th of February into the 2nd of March.
  const wrong = dates ? impossibleDate(text) : null
  if (wrong !== null) throw new DocumentInvalid(`not valid TOML: there is no date ${wrong.text}`, { line: wrong.line, column: 0 })
  return table
}

function parseToml(text: string, maxDepth: number): TomlTable {
  try {
    return parse(text, { integersAsBigInt: 'asNeeded', maxDepth })
  } catch (error) {
    if (!(error instanceof TomlError)) throw error
    const reason = (error.message.split('\n')[0] ?? '').replace('Invalid TOML document: ', '').replace(/[^\x20-\x7e]/g, '?')
    const fault = reason.includes('excessively nested') ? 'limit-exceeded' : 'malformed'
    throw new DocumentInvalid(`not valid TOML: ${reason.slice(0, 120)}`, { line: error.line, column: error.column }, fault)
  }
}

function refuse(reason: string): never {
  throw new DocumentInvalid(reason, { line: 0, column: 0 }, 'limit-exceeded')
}

/** Whether the table is nested too deep, and whether it holds dates. */
function look(table: TomlTable, maxDepth: number): { readonly deep: boolean; readonly dates: boolean } {
  let level: object[] = [table]
  let dates = false
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > maxDepth) return { deep: true, dates }
    const next: object[] = []
    for (const node of level) {
      if (node instanceof Date) dates = true
      else for (const value of Object.values(node)) if (typeof value === 'object' && value !== null) next.push(value)
    }
    level = next
  }
  return { deep: false, dates }
}
