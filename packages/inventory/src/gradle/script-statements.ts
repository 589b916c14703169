/** One statement of a build script: its text without comments, in one line, and the blocks around it. */
export interface ScriptStatement {
  readonly text: string
  /** 1-based line where it starts. */
  readonly line: number
  /** First words of the blocks around it, outermost first. */
  readonly blocks: readonly string[]
}

const MAX_STATEMENTS = 20_000
const MAX_TEXT = 16_000
const MAX_BLOCKS = 64

/**
 * Cuts a Groovy or Kotlin build script into statements, without running it: strings, comments, blocks in braces, and parentheses
 * across lines. Linear in the text. `whole` tells whether every block, string and comment has its end.
 */
export function scriptStatements(text: string): { readonly statements: readonly ScriptStatement[]; readonly whole: boolean } {
  const statements: ScriptStatement[] = []
  const blocks: string[] = []
  let current = ''
  let start = 0
  let line = 1
  let depth = 0
  // Nothing real comes near the limits; what is over them is not read.
  let whole = true

  function end(): void {
    const written = current.trim()
    if (written !== '' && statements.length < MAX_STATEMENTS) statements.push({ text: written, line: start, blocks: [...blocks] })
    if (statements.length >= MAX_STATEMENTS) whole = false
    current = ''
    start = 0
  }
  function add(part: string): void {
    if (start === 0 && part.trim() !== '') start = line
    if (current.length < MAX_TEXT) current += part
    else if (part.trim() !== '') whole = false
  }

  for (let at = 0; at < text.length;) {
    const character = text[at] as string
    if (text.startsWith('//', at)) {
      const newline = text.indexOf('\n', at)
      at = newline < 0 ? text.length : newline
    } else if (text.startsWith('/*', at)) {
      const close = text.indexOf('*/', at + 2)
      if (close < 0) whole = false
      const next = close < 0 ? text.length : close + 2
      line += newlines(text, at, next)
      at = next
    } else if (character === '"' || character === "'") {
      const next = endOfString(text, at)
      if (next < 0) whole = false
      const stop = next < 0 ? text.length : next
      add(text.slice(at, stop))
      line += newlines(text, at, stop)
      at = stop
    } else {
      if (character === '{') {
        const word = /[A-Za-z_]\w*/.exec(current)?.[0] ?? ''
        end()
        if (blocks.length < MAX_BLOCKS) blocks.push(word)
        else whole = false
        depth = 0
      } else if (character === '}') {
        end()
        if (blocks.pop() === undefined) whole = false
        depth = 0
      } else if (character === ';' || (character === '\n' && depth === 0 && !/[,+=(]\s*$/.test(current.slice(-20)))) end()
      else {
        if (character === '(' || character === '[') depth++
        else if (character === ')' || character === ']') depth = Math.max(0, depth - 1)
        if (!/\s/.test(character)) add(character)
        else if (!current.endsWith(' ')) add(' ')
      }
      if (character === '\n') line++
      at++
    }
  }
  end()
  return { statements, whole: whole && blocks.length === 0 }
}

/** Behind the closing quote; -1 when there is none on its line, or in the file for a text of several lines. */
function endOfString(text: string, start: number): number {
  const quote = text[start] as string
  if (text.startsWith(quote.repeat(3), start)) {
    const close = text.indexOf(quote.repeat(3), start + 3)
    return close < 0 ? -1 : close + 3
  }
  for (let at = start + 1; at < text.length; at++) {
    const character = text[at]
    if (character === '\\') at++
    else if (character === quote) return at + 1
    else if (character === '\n') return -1
  }
  return -1
}

function newlines(text: string, from: number, to: number): number {
  let count = 0
  for (let at = from; at < to; at++) if (text.charCodeAt(at) === 0x0a) count++
  return count
}
