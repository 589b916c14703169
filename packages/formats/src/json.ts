import { DocumentInvalid } from './document-invalid.ts'
import { findJsonError } from './json-error.ts'
import { textPlace } from './text-place.ts'

export const MAX_JSON_DEPTH = 1000
export const MAX_JSON_LENGTH = 400_000_000

export interface JsonLimits {
  /** Objects and arrays inside each other; default MAX_JSON_DEPTH. */
  readonly maxDepth?: number
  /** UTF-16 code units of the text; default MAX_JSON_LENGTH. */
  readonly maxLength?: number
}

/**
 * Parses JSON (RFC 8259). A byte order mark before it is tolerated. Refuses with DocumentInvalid, naming the place:
 * anything else than one JSON value, nesting over the limit, a text over the limit.
 */
export function readJson(text: string, limits: JsonLimits = {}): unknown {
  const { maxDepth = MAX_JSON_DEPTH, maxLength = MAX_JSON_LENGTH } = limits
  if (text.length > maxLength) {
    throw new DocumentInvalid(`the document is longer than ${maxLength} characters`, { line: 0, column: 0 }, 'limit-exceeded')
  }
  const json = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
  const tooDeep = offsetOfDepth(json, maxDepth)
  if (tooDeep !== -1) {
    throw new DocumentInvalid(`the document is nested deeper than ${maxDepth} levels`, textPlace(json, tooDeep), 'limit-exceeded')
  }
  try {
    return JSON.parse(json)
  } catch {
    const { offset, reason } = findJsonError(json)
    throw new DocumentInvalid(`not valid JSON: ${reason}`, textPlace(json, offset))
  }
}

/** 1-based line of an offset in the text. */
export function jsonLine(text: string, offset: number): number {
  return textPlace(text, offset).line
}

function offsetOfDepth(text: string, maxDepth: number): number {
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x22) {
      at = endOfJsonString(text, at)
      if (at === -1) return -1
    } else if (code === 0x7b || code === 0x5b) {
      if (++depth > maxDepth) return at
    } else if (code === 0x7d || code === 0x5d) depth--
  }
  return -1
}

/** Offset of the quote that ends the string which starts at `start`; -1 when there is none. */
export function endOfJsonString(text: string, start: number): number {
  let quote = text.indexOf('"', start + 1)
  while (quote !== -1) {
    let slashes = 0
    while (text.charCodeAt(quote - 1 - slashes) === 0x5c) slashes++
    if (slashes % 2 === 0) return quote
    quote = text.indexOf('"', quote + 1)
  }
  return -1
}
