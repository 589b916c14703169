/** A literal of Elixir, as far as lock files hold them. */
export interface ElixirTerm {
  readonly kind: 'string' | 'atom' | 'word' | 'tuple' | 'list' | 'map'
  /** Text of a string, atom, number or bare word. */
  readonly text: string
  /** Members of a tuple or list. */
  readonly items: readonly ElixirTerm[]
  /** Pairs of a map or of a keyword list, in file order. */
  readonly pairs: readonly (readonly [key: ElixirTerm, value: ElixirTerm])[]
  /** 1-based. */
  readonly line: number
}

interface Open {
  readonly close: string
  readonly kind: 'tuple' | 'list' | 'map'
  readonly line: number
  readonly items: ElixirTerm[]
  readonly pairs: (readonly [ElixirTerm, ElixirTerm])[]
  /** Key whose value comes next. */
  key: ElixirTerm | null
}

const TOKEN =
  /[ \t\r]+|#[^\n]*|%\{|=>|[{}[\],]|\n|(?:~[cs])?"(?:[^"\\]|\\[^])*"|'(?:[^'\\]|\\[^])*'|:"(?:[^"\\]|\\[^])*"|:?[A-Za-z0-9_@.+-]+[?!]?|:/y
const MAX_DEPTH = 64
const NOTHING = { text: '', items: [], pairs: [] }

/** Reads the one literal of a text (mix.lock, rebar's are Erlang's). Throws SyntaxError with a line for everything else. */
export function readElixirTerm(text: string): ElixirTerm {
  const open: Open[] = []
  let root: ElixirTerm | null = null
  let line = 1

  function refuse(reason: string): never {
    throw Object.assign(new SyntaxError(reason), { line })
  }
  function add(term: ElixirTerm): void {
    const into = open.at(-1)
    if (into === undefined) {
      if (root !== null) refuse('a second term stands in the file')
      root = term
    } else if (into.key !== null) {
      into.pairs.push([into.key, term])
      into.key = null
    } else into.items.push(term)
  }
  /** `key:` before, or the last item when `=>` or a colon follows it. */
  function makeKey(): void {
    const into = open.at(-1)
    const key = into?.items.pop()
    if (into === undefined || key === undefined || into.key !== null) return refuse('a key is expected')
    into.key = key
  }

  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0
  while (at < text.length) {
    TOKEN.lastIndex = at
    const token = TOKEN.exec(text)?.[0]
    if (token === undefined) return refuse('not an Elixir literal')
    at += token.length
    const first = token[0] as string
    if (first === '\n') line++
    else if (token === '{' || token === '[' || token === '%{') {
      if (open.length >= MAX_DEPTH) refuse(`nested deeper than ${MAX_DEPTH} levels`)
      const kind = token === '{' ? 'tuple' : token === '[' ? 'list' : 'map'
      open.push({ close: kind === 'list' ? ']' : '}', kind, line, items: [], pairs: [], key: null })
    } else if (token === '}' || token === ']') {
      const closed = open.pop()
      if (closed?.close !== token || closed.key !== null) return refuse('a bracket does not fit')
      if (closed.kind === 'map' && closed.items.length > 0) refuse('a map holds something without a key')
      add({ kind: closed.kind, text: '', items: closed.items, pairs: closed.pairs, line: closed.line })
    } else if (token === '=>' || token === ':') makeKey()
    else if (first === '"' || first === "'" || first === '~') {
      add({ ...NOTHING, kind: 'string', text: unescaped(token.slice(first === '~' ? 3 : 1, -1)), line })
      line += countLines(token)
    } else if (first === ':') add({ ...NOTHING, kind: 'atom', text: token.startsWith(':"') ? token.slice(2, -1) : token.slice(1), line })
    else if (first !== ',' && first !== '#' && !/\s/.test(first)) add({ ...NOTHING, kind: 'word', text: token, line })
  }
  if (open.length > 0) refuse('the file ends inside a term')
  if (root === null) refuse('the file holds no term')
  return root as ElixirTerm
}

function unescaped(text: string): string {
  return text.includes('\\') ? text.replace(/\\(.)/g, '$1') : text
}

function countLines(token: string): number {
  let lines = 0
  for (let at = token.indexOf('\n'); at !== -1; at = token.indexOf('\n', at + 1)) lines++
  return lines
}
