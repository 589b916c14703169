import { endsWord, here, looksAt, nested, nestedIn, peek, skipLines, take } from './shell-cursor.ts'
import type { ShellCursor } from './shell-cursor.ts'
import { ShellInvalid } from './shell-tree.ts'
import type { ShellPart, ShellStatement, ShellWord } from './shell-tree.ts'

/** Reads one word (POSIX.1-2024 §2.3, with bash's expansions); null when none begins here. */
export function parseWord(cursor: ShellCursor): ShellWord | null {
  const offset = here(cursor)
  const parts: ShellPart[] = []
  for (let part = wordPart(cursor); part !== null; part = wordPart(cursor)) parts.push(part)
  return parts.length === 0 ? null : { offset, parts }
}

function wordPart(cursor: ShellCursor): ShellPart | null {
  const char = peek(cursor)
  if (char === '<' || char === '>') return peek(cursor, 1) === '(' ? processSubstitution(cursor, char) : null
  if (endsWord(char)) return null
  if (char === "'") return singleQuoted(cursor, false)
  if (char === '"') return doubleQuoted(cursor)
  if (char === '`') return backquoted(cursor)
  if (char === '$') return dollar(cursor, false)
  if ('@?*+!'.includes(char) && peek(cursor, 1) === '(') return extendedGlob(cursor)
  return literal(cursor)
}

function literal(cursor: ShellCursor): ShellPart {
  let text = ''
  for (;;) {
    const char = peek(cursor)
    if (endsWord(char) || char === "'" || char === '"' || char === '`' || char === '$') break
    if ('@?*+!'.includes(char) && peek(cursor, 1) === '(') break
    if (char === '\\') {
      const next = peek(cursor, 1)
      if (next !== '\n') text += char + next
      cursor.at += next === '' ? 1 : 2
      continue
    }
    text += char
    cursor.at++
  }
  return { kind: 'literal', text }
}

function singleQuoted(cursor: ShellCursor, escapes: boolean): ShellPart {
  const start = cursor.at
  cursor.at++
  for (let at = cursor.at; at < cursor.text.length; at++) {
    const char = cursor.text.charAt(at)
    if (escapes && char === '\\') at++
    else if (char === "'") {
      const text = cursor.text.slice(cursor.at, at)
      cursor.at = at + 1
      return { kind: 'single', text }
    }
  }
  throw new ShellInvalid('a single quote is not closed', start)
}

function doubleQuoted(cursor: ShellCursor): ShellPart {
  const start = here(cursor)
  cursor.at++
  const parts = nested(cursor, () => quotedParts(cursor, '"'))
  if (!take(cursor, '"')) throw new ShellInvalid('a double quote is not closed', start)
  return { kind: 'double', parts }
}

/** Parts of a double-quoted text or of a here-document, up to `stop` or the end. */
export function quotedParts(cursor: ShellCursor, stop: string): readonly ShellPart[] {
  const parts: ShellPart[] = []
  let text = ''
  const flush = (): void => {
    if (text !== '') parts.push({ kind: 'literal', text })
    text = ''
  }
  for (;;) {
    const char = peek(cursor)
    if (char === '' || char === stop) break
    if (char === '\\') {
      const next = peek(cursor, 1)
      if (next !== '\n') text += char + next
      cursor.at += next === '' ? 1 : 2
    } else if (char === '`') {
      flush()
      parts.push(backquoted(cursor))
    } else if (char === '$') {
      const part = dollar(cursor, true)
      flush()
      parts.push(part)
    } else {
      text += char
      cursor.at++
    }
  }
  flush()
  return parts
}

function dollar(cursor: ShellCursor, quoted: boolean): ShellPart {
  const next = peek(cursor, 1)
  if (looksAt(cursor, '$((')) return arithmetic(cursor, '$((')
  if (next === '(') return commandSubstitution(cursor)
  if (next === '{') return parameter(cursor)
  if (next === '[') return arithmetic(cursor, '$[')
  if (!quoted && next === "'") {
    cursor.at++
    return singleQuoted(cursor, true)
  }
  if (!quoted && next === '"') {
    cursor.at++
    return doubleQuoted(cursor)
  }
  cursor.at++
  if ('@*#$?!-0123456789'.includes(next) && next !== '') {
    cursor.at++
    return { kind: 'expansion', nested: [] }
  }
  const start = cursor.at
  while (/\w/.test(peek(cursor))) cursor.at++
  return cursor.at > start ? { kind: 'expansion', nested: [] } : { kind: 'literal', text: '$' }
}

function commandSubstitution(cursor: ShellCursor): ShellPart {
  const start = cursor.at
  cursor.at += 2
  return { kind: 'command', nested: closed(cursor, start) }
}

function processSubstitution(cursor: ShellCursor, char: string): ShellPart {
  const start = cursor.at
  cursor.at += 2
  return { kind: char === '<' ? 'process-in' : 'process-out', nested: closed(cursor, start) }
}

function closed(cursor: ShellCursor, start: number): readonly ShellStatement[] {
  const statements = nested(cursor, () => cursor.statements(cursor, [')']))
  if (!take(cursor, ')')) throw new ShellInvalid('a substitution is not closed', start)
  return statements
}

/** Backquotes hold a text of their own in which `\` before `` ` ``, `\` and `$` is dropped (POSIX.1-2024 §2.6.3). */
function backquoted(cursor: ShellCursor): ShellPart {
  const start = cursor.at
  let text = ''
  for (let at = start + 1; at < cursor.text.length; at++) {
    const char = cursor.text.charAt(at)
    if (char === '`') {
      cursor.at = at + 1
      const inner: ShellCursor = { ...cursor, text, at: 0, base: cursor.base + start + 1, bodies: [] }
      return { kind: 'command', nested: nested(inner, () => inner.statements(inner, [])) }
    }
    const next = cursor.text.charAt(at + 1)
    if (char === '\\' && (next === '`' || next === '\\' || next === '$')) {
      text += next
      at++
    } else text += char
  }
  throw new ShellInvalid('a backquote is not closed', start)
}

/** `${…}`: only the commands inside matter here. */
function parameter(cursor: ShellCursor): ShellPart {
  const start = cursor.at
  cursor.at += 2
  const found: ShellStatement[] = []
  nested(cursor, () => {
    for (;;) {
      const char = peek(cursor)
      if (char === '') throw new ShellInvalid('an expansion is not closed', start)
      if (char === '}') break
      if (char === '\\') cursor.at += 2
      else if (char === '"') found.push(...nestedIn(doubleQuoted(cursor)))
      else if (char === "'") found.push(...nestedIn(singleQuotedInParameter(cursor)))
      else if (char === '`') found.push(...nestedIn(backquoted(cursor)))
      else if (char === '$') found.push(...nestedIn(dollar(cursor, true)))
      else cursor.at++
    }
  })
  cursor.at++
  return { kind: 'expansion', nested: found }
}

/** In `"${x:-it's}"` the quote is a character: one without a partner before the brace is taken as such. */
function singleQuotedInParameter(cursor: ShellCursor): ShellPart {
  const close = cursor.text.indexOf("'", cursor.at + 1)
  const between = close === -1 ? '' : cursor.text.slice(cursor.at + 1, close)
  const brace = between.indexOf('}')
  if (close !== -1 && (brace === -1 || !between.includes('\n', brace))) return singleQuoted(cursor, false)
  cursor.at++
  return { kind: 'literal', text: "'" }
}

function arithmetic(cursor: ShellCursor, open: '$((' | '$['): ShellPart {
  const start = cursor.at
  cursor.at += open.length
  const found = nested(cursor, () => arithmeticBody(cursor, open === '$[' ? ']' : '))', start))
  return { kind: 'expansion', nested: found }
}

/** The inside of an arithmetic expression and its end; only the commands inside matter here. */
export function arithmeticBody(cursor: ShellCursor, close: ']' | '))', start: number): readonly ShellStatement[] {
  const found: ShellStatement[] = []
  let open = 0
  for (;;) {
    const char = peek(cursor)
    if (char === '') throw new ShellInvalid('an arithmetic expression is not closed', start)
    if (open === 0 && take(cursor, close)) return found
    if (char === '(' || char === '[') open++
    if (char === ')' || char === ']') {
      if (--open < 0) throw new ShellInvalid('an arithmetic expression is not closed', start)
    }
    if (char === '\\') cursor.at += 2
    else if (char === '"') found.push(...nestedIn(doubleQuoted(cursor)))
    else if (char === '`') found.push(...nestedIn(backquoted(cursor)))
    else if (char === '$') found.push(...nestedIn(dollar(cursor, true)))
    else cursor.at++
  }
}

function extendedGlob(cursor: ShellCursor): ShellPart {
  const start = cursor.at
  cursor.at += 2
  let open = 1
  for (; open > 0; cursor.at++) {
    const char = peek(cursor)
    if (char === '') throw new ShellInvalid('a pattern is not closed', start)
    if (char === '(') open++
    else if (char === ')') open--
  }
  return { kind: 'expansion', nested: [] }
}

/** Elements of `name=( … )`, the cursor behind the parenthesis. */
export function arrayWords(cursor: ShellCursor, readBodies: (cursor: ShellCursor) => void): readonly ShellWord[] {
  const start = cursor.at
  const words: ShellWord[] = []
  for (;;) {
    skipLines(cursor, readBodies)
    if (take(cursor, ')')) return words
    const word = parseWord(cursor)
    if (word === null) throw new ShellInvalid('an array is not closed', start)
    words.push(word)
  }
}
