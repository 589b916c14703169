import { ShellInvalid } from './shell-tree.ts'
import type { ShellPart, ShellRedirect, ShellStatement, ShellWord } from './shell-tree.ts'

/** A here-document whose body begins after the next line break. */
export interface PendingBody {
  readonly stop: string
  readonly quoted: boolean
  readonly stripTabs: boolean
  readonly redirect: { -readonly [K in keyof ShellRedirect]: ShellRedirect[K] }
  readonly offset: number
}

/** Where a parse stands. The parsers of statements and commands are handed in so that words and compounds can hold them. */
export interface ShellCursor {
  readonly text: string
  at: number
  /** Added to offsets: where this text stands in an outer one. */
  readonly base: number
  depth: number
  readonly bodies: PendingBody[]
  statements(cursor: ShellCursor, stops: readonly string[]): readonly ShellStatement[]
  command(cursor: ShellCursor): ShellStatement | null
}

const MAX_DEPTH = 150

/** Runs one nested construct; nesting is bounded so that hostile input cannot exhaust the stack. */
export function nested<T>(cursor: ShellCursor, read: () => T): T {
  if (++cursor.depth > MAX_DEPTH) throw new ShellInvalid(`nested deeper than ${MAX_DEPTH} levels`, here(cursor))
  const value = read()
  cursor.depth--
  return value
}

/** The character at the cursor, or an empty string at the end. */
export function peek(cursor: ShellCursor, ahead = 0): string {
  return cursor.text.charAt(cursor.at + ahead)
}

export function looksAt(cursor: ShellCursor, text: string): boolean {
  return cursor.text.startsWith(text, cursor.at)
}

export function take(cursor: ShellCursor, text: string): boolean {
  if (!looksAt(cursor, text)) return false
  cursor.at += text.length
  return true
}

/** Skips blanks, escaped line breaks and, where a word could begin, a comment. */
export function skipBlanks(cursor: ShellCursor): void {
  for (;;) {
    const char = peek(cursor)
    if (char === ' ' || char === '\t' || char === '\r') cursor.at++
    else if (char === '\\' && peek(cursor, 1) === '\n') cursor.at += 2
    else if (char === '#') {
      const end = cursor.text.indexOf('\n', cursor.at)
      cursor.at = end === -1 ? cursor.text.length : end
    } else return
  }
}

/** Skips blanks, comments and line breaks; here-documents that wait for a line break are read. True when a line break was there. */
export function skipLines(cursor: ShellCursor, readBodies: (cursor: ShellCursor) => void): boolean {
  let broke = false
  for (;;) {
    skipBlanks(cursor)
    if (peek(cursor) !== '\n') return broke
    cursor.at++
    broke = true
    if (cursor.bodies.length > 0) readBodies(cursor)
  }
}

const WORD_END = new Set(['', ' ', '\t', '\r', '\n', ';', '&', '|', '(', ')', '<', '>'])

export function endsWord(char: string): boolean {
  return WORD_END.has(char)
}

/** The word's text when it is one unquoted literal, else null. */
export function literalOf(word: ShellWord): string | null {
  const [part, ...more] = word.parts
  return part !== undefined && more.length === 0 && part.kind === 'literal' ? part.text : null
}

/** The unquoted literal at the cursor without moving it: what reserved words are compared with. */
export function literalAhead(cursor: ShellCursor): string {
  const { text, at } = cursor
  let end = at
  // No reserved word is longer than this.
  while (end < text.length && end - at < 16 && !endsWord(text.charAt(end))) end++
  return endsWord(text.charAt(end)) ? text.slice(at, end) : ''
}

/** Commands inside a part, in the order they stand. */
export function nestedIn(part: ShellPart): readonly ShellStatement[] {
  if (part.kind === 'double') return part.parts.flatMap(nestedIn)
  return 'nested' in part ? part.nested : []
}

/** Whether the reserved word `word` stands at the cursor; it is read. */
export function takeWord(cursor: ShellCursor, word: string): boolean {
  if (literalAhead(cursor) !== word) return false
  cursor.at += word.length
  return true
}

/** Offset of the cursor in the outermost text. */
export function here(cursor: ShellCursor): number {
  return cursor.base + cursor.at
}
