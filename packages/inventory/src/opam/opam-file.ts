/** One item of an opam file: a word, string or number, or a list or option group with items of its own. */
export interface OpamValue {
  readonly kind: 'text' | 'word' | 'list' | 'option'
  readonly text: string
  readonly items: readonly OpamValue[]
  /** 1-based. */
  readonly line: number
}

export interface OpamField {
  readonly name: string
  readonly values: readonly OpamValue[]
  readonly line: number
}

export interface OpamFile {
  readonly fields: readonly OpamField[]
  /** What broke the grammar, with its line; the fields before it are whole. */
  readonly fault: { readonly what: string; readonly line: number } | null
}

const MAX_DEPTH = 100
const TOKEN = /\s+|#[^\n]*|\(\*|"""|"(?:[^"\\]|\\[^])*"|[[\](){}:]|[^\s"[\](){}:#]+/y

/**
 * Reads the fields of an opam file (opam manual, "Common file format"): `name: value`, strings, words, lists in brackets and options
 * in braces. Sections (`name {`) and operators are kept as words. Linear in the text and without recursion.
 */
export function readOpamFile(text: string): OpamFile {
  const fields: { name: string; values: OpamValue[]; line: number }[] = []
  const open: { kind: '[' | '{' | '('; items: OpamValue[]; line: number }[] = []
  let pending: { text: string; line: number } | null = null
  let line = 1
  let at = 0

  function add(value: OpamValue): void {
    const into = open.at(-1)?.items ?? fields.at(-1)?.values
    into?.push(value)
  }
  const failed = (what: string): OpamFile => ({ fields, fault: { what, line } })

  while (at < text.length) {
    TOKEN.lastIndex = at
    const token = TOKEN.exec(text)?.[0]
    if (token === undefined) return failed('a string without its end')
    const from = line
    let end = at + token.length
    if (token === '(*' || token === '"""') {
      const close = text.indexOf(token === '(*' ? '*)' : '"""', end)
      if (close < 0) return failed(token === '(*' ? 'a comment without its end' : 'a string without its end')
      end = close + (token === '(*' ? 2 : 3)
    }
    for (let next = at; next < end; next++) if (text.charCodeAt(next) === 0x0a) line++
    const whole = text.slice(at, end)
    at = end
    if (/^\s/.test(whole) || whole.startsWith('#') || whole.startsWith('(*')) continue
    if (whole === ':' && open.length === 0) {
      if (pending === null) return failed('a colon without a field')
      fields.push({ name: pending.text, values: [], line: pending.line })
      pending = null
      continue
    }
    if (pending !== null) {
      add({ kind: 'word', text: pending.text, items: [], line: pending.line })
      pending = null
    }
    if (whole === '[' || whole === '{' || whole === '(') {
      if (open.length > MAX_DEPTH) return failed('too deeply nested')
      open.push({ kind: whole, items: [], line: from })
    } else if (whole === ']' || whole === '}' || whole === ')') {
      const closed = open.pop()
      if (closed === undefined || closed.kind !== (whole === ']' ? '[' : whole === '}' ? '{' : '('))
        return failed(`${whole} that closes nothing`)
      add({ kind: whole === ']' ? 'list' : 'option', text: '', items: closed.items, line: closed.line })
    } else if (whole.startsWith('"')) add({ kind: 'text', text: unquoted(whole), items: [], line: from })
    else if (open.length > 0) add({ kind: 'word', text: whole, items: [], line: from })
    else pending = { text: whole, line: from }
  }
  const last = open.at(-1)
  return { fields, fault: last === undefined ? null : { what: `${last.kind} without its end`, line: last.line } }
}

function unquoted(text: string): string {
  return text.startsWith('"""') ? text.slice(3, -3) : text.slice(1, -1).replace(/\\([^])/g, '$1')
}
