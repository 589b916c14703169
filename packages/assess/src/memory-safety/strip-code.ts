import type { CodeSyntax } from './code-syntax.ts'

/**
 * The text with comments and the insides of strings blanked out; lines stay where they are. One pass, no recursion; what is
 * never closed is blanked to the end of the text (to the end of the line for an ordinary string).
 */
export function stripCode(text: string, syntax: CodeSyntax): string {
  const { line, block, nested, quotes, raw = [], hashes, character } = syntax
  const parts: string[] = []
  let kept = 0
  const blank = (from: number, to: number): void => {
    parts.push(text.slice(kept, from), text.slice(from, to).replace(/[^\n]+/g, ' '))
    kept = to
  }
  for (let at = 0; at < text.length;) {
    const code = text[at] ?? ''
    if (block !== undefined && text.startsWith(block[0], at)) {
      const end = endOfBlock(text, at, block, nested === true)
      blank(at, end)
      at = end
      continue
    }
    if (line.some((mark) => text.startsWith(mark, at))) {
      const end = endOfLine(text, at)
      blank(at, end)
      at = end
      continue
    }
    const long = raw.find((mark) => text.startsWith(mark, at))
    if (long !== undefined) {
      const found = text.indexOf(long, at + long.length)
      const end = found === -1 ? text.length : found + long.length
      blank(at + long.length, Math.max(at + long.length, end - long.length))
      at = end
      continue
    }
    if (hashes === true && code === 'r' && (text[at + 1] === '"' || text[at + 1] === '#') && !/\w/.test(text[at - 1] ?? '')) {
      const end = endOfHashString(text, at)
      if (end !== -1) {
        blank(at, end)
        at = end
        continue
      }
    }
    if (quotes.includes(code)) {
      const end = endOfString(text, at, code)
      blank(at + 1, Math.max(at + 1, end - 1))
      at = end
      continue
    }
    if (character === true && code === "'") {
      const length = /^'(?:[^'\\\n]|\\.[^'\n]{0,8})'/u.exec(text.slice(at, at + 14))?.[0].length ?? 0
      if (length > 0) {
        blank(at + 1, at + length - 1)
        at += length
        continue
      }
    }
    at++
  }
  parts.push(text.slice(kept))
  return parts.join('')
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end === -1 ? text.length : end
}

function endOfString(text: string, from: number, quote: string): number {
  for (let at = from + 1; at < text.length; at++) {
    const code = text[at]
    if (code === '\\') at++
    else if (code === quote) return at + 1
    // Templates go over lines; other strings that are not closed end with theirs.
    else if (code === '\n' && quote !== '`') return at
  }
  return text.length
}

function endOfBlock(text: string, from: number, [open, close]: readonly [string, string], nested: boolean): number {
  let depth = 1
  for (let at = from + open.length; at < text.length;) {
    const end = text.indexOf(close, at)
    if (end === -1) return text.length
    if (nested) {
      const inner = text.indexOf(open, at)
      if (inner !== -1 && inner < end) {
        depth++
        at = inner + open.length
        continue
      }
    }
    at = end + close.length
    if (--depth === 0) return at
  }
  return text.length
}

function endOfHashString(text: string, from: number): number {
  let hashes = 0
  while (text[from + 1 + hashes] === '#') hashes++
  if (text[from + 1 + hashes] !== '"') return -1
  const close = '"' + '#'.repeat(hashes)
  const end = text.indexOf(close, from + 2 + hashes)
  return end === -1 ? text.length : end + close.length
}
