import { createHash } from 'node:crypto'
import { invalid } from '../api/problem-details.ts'

export type CursorValue = string | number | null

/** Place after the last row of a page, as the values of the list's order. Opaque, and only good for the same list. */
export function encodeCursor(list: string, values: readonly CursorValue[]): string {
  const body = JSON.stringify(values)
  return Buffer.from(`${tag(list, body)}${body}`).toString('base64url')
}

/** The values again. A cursor that was changed, cut or made for another list is refused. */
export function decodeCursor(list: string, cursor: string | undefined, length: number): readonly CursorValue[] | null {
  if (cursor === undefined) return null
  const text = Buffer.from(cursor, 'base64url').toString()
  const body = text.slice(8)
  if (text.slice(0, 8) !== tag(list, body)) throw invalid('the cursor is not one of this list')
  const values = parsed(body)
  if (!Array.isArray(values) || values.length !== length || !values.every(isValue)) throw invalid('the cursor is not one of this list')
  return values
}

/** The tag is no secret: whoever makes one themselves can write anything behind it. */
function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return null
  }
}

function isValue(value: unknown): value is CursorValue {
  return value === null || typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value))
}

function tag(list: string, body: string): string {
  return createHash('sha256').update(`${list}\n${body}`).digest('hex').slice(0, 8)
}
