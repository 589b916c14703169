import type { TSchema } from 'typebox'

interface Shape {
  readonly type?: string
  readonly properties?: Readonly<Record<string, Shape>>
  readonly anyOf?: readonly Shape[]
}

interface Column {
  readonly name: string
  readonly path: readonly string[]
}

/** Columns of a list's CSV form, from the schema of an item, so that an empty list has the same head: `project.name`. */
export function csvColumns(item: TSchema): readonly Column[] {
  return columnsOf(item as Shape, [])
}

function columnsOf(shape: Shape, path: readonly string[]): readonly Column[] {
  const object = shape.properties === undefined ? shape.anyOf?.find(({ properties }) => properties !== undefined) : shape
  if (object?.properties === undefined) return [{ name: path.join('.'), path }]
  return Object.entries(object.properties).flatMap(([name, property]) => columnsOf(property, [...path, name]))
}

/** The header line. */
export function csvHead(columns: readonly Column[]): string {
  return `${columns.map(({ name }) => quoted(name)).join(',')}\r\n`
}

/**
 * Rows as CSV (RFC 4180). A text that a spreadsheet would take for a formula gets an apostrophe before it:
 * names in it were written by strangers. So does one that would become one where the reader takes `;` or a tab to part the cells.
 */
export function csvRows(columns: readonly Column[], items: readonly unknown[]): string {
  return items.map((item) => `${columns.map(({ path }) => cell(valueAt(item, path))).join(',')}\r\n`).join('')
}

function valueAt(item: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, name) => (typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined), item)
}

function cell(value: unknown): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return quoted(harmless(value))
  if (Array.isArray(value) && value.every((one) => typeof one !== 'object')) return quoted(harmless(value.join('; ')))
  return quoted(JSON.stringify(value))
}

function harmless(text: string): string {
  return /^[=+\-@＝＋－＠\t\r\n]|[;\t]\s*[=+\-@]/.test(text) ? `'${text}` : text
}

function quoted(text: string): string {
  return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
