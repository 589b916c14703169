/** What an application resource file states. */
export interface ApplicationResource {
  readonly name: string
  readonly version: string
  /** 1-based, of the version. */
  readonly line: number
  readonly licenses: readonly string[]
  readonly fault: { readonly what: string; readonly line: number } | null
}

const TOKEN =
  /[ \t\r\f]+|\n|%[^\n]*|"[^"\\]*(?:\\[^][^"\\]*)*"|'[^'\\]*(?:\\[^][^'\\]*)*'|\$(?:\\[^]|[^])|#\{|<<|>>|[{}[\](),]|[A-Za-z0-9_@][\w@-]*(?:\.\w[\w@-]*)*|[^]/y
const CLOSERS: ReadonlyMap<string, string> = new Map([
  ['{', '}'],
  ['#{', '}'],
  ['[', ']'],
  ['(', ')'],
  ['<<', '>>'],
])
const MAX_DEPTH = 256
const MAX_LICENSES = 100

/** An open bracket, and how many values stand in it by now. */
interface Open {
  readonly close: string
  values: number
}

/**
 * Reads the one term of an application resource file of Erlang/OTP: `{application, name, [{key, value}, …]}.` (Application design
 * principles, "Application resource file"). Only name, version and licences are kept; what an application is configured with can be any
 * term, and is passed over.
 */
export function readApplicationResource(text: string): ApplicationResource {
  const open: Open[] = []
  const licenses: string[] = []
  const head: string[] = []
  let [version, versionLine, key, line] = ['', 0, '', 1]
  let state: 'before' | 'inside' | 'closed' | 'ended' = 'before'

  function value(text: string, isString: boolean): void {
    const into = open.at(-1)
    const at = into === undefined ? 0 : into.values++
    if (open.length === 1) head.push(text)
    if (open.length === 3 && at === 0) key = text
    if (open.length === 3 && at === 1 && key === 'vsn' && isString && version === '') [version, versionLine] = [text, line]
    if (open.length === 4 && key === 'licenses' && isString && licenses.length < MAX_LICENSES) licenses.push(text)
  }
  const done = (what: string | null): ApplicationResource => {
    const isApplication = head[0] === 'application' && head.length === 2
    const reason = what ?? (isApplication ? null : 'the file is not the resource of an application')
    const fault = reason === null ? null : { what: reason, line }
    return { name: isApplication ? (head[1] as string) : '', version, line: versionLine, licenses, fault }
  }
  for (let at = 0; at < text.length;) {
    TOKEN.lastIndex = at
    const token = TOKEN.exec(text)?.[0] as string
    at += token.length
    const first = token[0] as string
    if (first === '\n') line++
    else if (/[ \t\r\f%]/.test(first)) continue
    else if (state === 'ended' || (state === 'closed' && token !== '.')) return done('something stands behind the term')
    else if (state === 'closed') state = 'ended'
    else if (CLOSERS.has(token)) {
      if (open.length >= MAX_DEPTH) return done(`nested deeper than ${MAX_DEPTH} levels`)
      const into = open.at(-1)
      if (into !== undefined) into.values++
      open.push({ close: CLOSERS.get(token) as string, values: 0 })
      state = 'inside'
    } else if (token === '}' || token === ']' || token === ')' || token === '>>') {
      if (open.pop()?.close !== token) return done('a bracket does not fit')
      if (open.length === 0) state = 'closed'
    } else if (state === 'before') return done('the file is not the resource of an application')
    else if ((first === '"' || first === "'") && token.length === 1) return done('a string has no end')
    else if (first === '"' || first === "'") {
      value(token.slice(1, -1), first === '"')
      for (let end = token.indexOf('\n'); end >= 0; end = token.indexOf('\n', end + 1)) line++
    } else if (/[\w@$]/.test(first)) value(token, false)
  }
  return done(state === 'ended' ? null : 'the file is cut short')
}
