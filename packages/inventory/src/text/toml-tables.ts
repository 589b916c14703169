import { DocumentInvalid, readToml } from '@cupel/formats'
import type { Collector } from '../extractor.ts'
import { asArray, asObject } from './json-value.ts'
import type { JsonObject } from './json-value.ts'

export interface TomlEntry {
  readonly table: JsonObject
  /** 1-based line of the table's `name`, else of its `[[…]]` header; undefined where the array is not written with headers. */
  readonly line: number | undefined
}

export interface TomlTables {
  readonly root: JsonObject
  /** The tables of the array, in file order. */
  readonly entries: readonly TomlEntry[]
}

/**
 * Reads a TOML lock whose packages are an array of tables (`[[name]]`), with the line of each. When the text is not valid TOML
 * that is reported with its line, and every table that parses on its own is still given.
 */
export function readTomlTables(text: string, name: string, out: Collector): TomlTables {
  const headers = headersOf(text, name)
  try {
    const root = readToml(text) as JsonObject
    const tables = asArray(root[name]) ?? []
    const placed = tables.length === headers.length
    return { root, entries: tables.map((table, at) => ({ table: asObject(table) ?? {}, line: placed ? headers[at]?.line : undefined })) }
  } catch (error) {
    if (!(error instanceof DocumentInvalid)) throw error
    out.problem({ code: 'malformed', detail: error.message, ...(error.line > 0 ? { line: error.line } : {}) })
    return salvage(text, name, headers)
  }
}

interface Header {
  readonly offset: number
  line: number
}

function headersOf(text: string, name: string): readonly Header[] {
  const headers: Header[] = []
  const pattern = new RegExp(`^[ \\t]*\\[\\[[ \\t]*${name}[ \\t]*\\]\\]`)
  const multiline = text.includes('"""') || text.includes("'''")
  let quote = ''
  let open: Header | null = null
  let line = 1
  for (let offset = 0; offset <= text.length; line++) {
    const newline = text.indexOf('\n', offset)
    const end = newline < 0 ? text.length : newline
    const content = text.slice(offset, end)
    if (quote === '') {
      if (pattern.test(content)) headers.push((open = { offset, line }))
      else if (open !== null && /^[ \t]*(?:name[ \t]*=|\[)/.test(content)) {
        if (!content.trimStart().startsWith('[')) open.line = line
        open = null
      }
    }
    if (multiline) quote = quoteAfter(content, quote)
    if (newline < 0) break
    offset = newline + 1
  }
  return headers
}

/** The multi-line string delimiter that is open after a line, given the one open before it. */
function quoteAfter(content: string, open: string): string {
  if (!content.includes('"""') && !content.includes("'''")) return open
  let quote = open
  for (let at = 0; at < content.length; at++) {
    const three = content.slice(at, at + 3)
    if (quote === '' ? three === '"""' || three === "'''" : three === quote) {
      quote = quote === '' ? three : ''
      at += 2
    } else if (quote === '' && content[at] === '#') break
  }
  return quote
}

function salvage(text: string, name: string, headers: readonly Header[]): TomlTables {
  const root: Record<string, unknown> = {}
  const entries: TomlEntry[] = []
  Object.assign(root, tablesIn(text.slice(0, headers[0]?.offset)))
  for (const [at, header] of headers.entries()) {
    const part = tablesIn(text.slice(header.offset, headers[at + 1]?.offset))
    const table = asObject(asArray(part[name])?.[0])
    if (table !== null) entries.push({ table, line: header.line })
    for (const [key, value] of Object.entries(part)) if (key !== name) root[key] = value
  }
  return { root, entries }
}

function tablesIn(part: string): JsonObject {
  try {
    return readToml(part) as JsonObject
  } catch (error) {
    if (error instanceof DocumentInvalid) return {}
    throw error
  }
}
