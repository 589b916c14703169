/**
 * Lines of the keys of a valid TOML text, by path: `scan.exclude`, `waiver.0.reason`; tables have their header's line. Keys
 * inside inline tables are not listed. One pass; made for texts that the TOML parser has already accepted.
 */
export function tomlLines(text: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>()
  const counts = new Map<string, number>()
  let line = 1
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0
  let table = ''

  const note = (path: string): void => {
    if (!lines.has(path)) lines.set(path, line)
  }
  while (at < text.length) {
    const char = text[at] ?? ''
    if (char === '\n') line++
    if (/\s/.test(char)) at++
    else if (char === '#') at = lineEnd(text, at)
    else if (char === '[') {
      const end = keyEnd(text, at, ']')
      const array = text[at + 1] === '['
      table = parts(text.slice(at + (array ? 2 : 1), end)).join('.')
      if (array) {
        const count = counts.get(table) ?? 0
        counts.set(table, count + 1)
        table = `${table}.${count}`
      }
      note(table)
      at = lineEnd(text, end)
    } else {
      const end = keyEnd(text, at, '=')
      note([...(table === '' ? [] : [table]), ...parts(text.slice(at, end))].join('.'))
      const next = valueEnd(text, end + 1)
      for (let feed = text.indexOf('\n', at); feed !== -1 && feed < next; feed = text.indexOf('\n', feed + 1)) line++
      at = next
    }
  }
  return lines
}

/** Line of the path or of the nearest table that holds it; 0 when none is known. */
export function lineOf(lines: ReadonlyMap<string, number>, path: string): number {
  for (let known = path; known !== ''; known = known.slice(0, Math.max(0, known.lastIndexOf('.')))) {
    const line = lines.get(known)
    if (line !== undefined) return line
  }
  return 0
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at)
  return end === -1 ? text.length : end
}

/** Offset of `mark` outside of quotes. */
function keyEnd(text: string, from: number, mark: string): number {
  for (let at = from; at < text.length; at++) {
    const char = text[at]
    if (char === '"' || char === "'") at = stringEnd(text, at) - 1
    else if (char === mark || char === '\n') return at
  }
  return text.length
}

/** Offset behind a value: the end of its line once all brackets are closed. */
function valueEnd(text: string, from: number): number {
  let depth = 0
  for (let at = from; at < text.length; at++) {
    const char = text[at]
    if (char === '"' || char === "'") at = stringEnd(text, at) - 1
    else if (char === '#') at = lineEnd(text, at) - 1
    else if (char === '[' || char === '{') depth++
    else if (char === ']' || char === '}') depth--
    else if (char === '\n' && depth <= 0) return at
  }
  return text.length
}

/** Offset behind a string of any of the four kinds. */
function stringEnd(text: string, from: number): number {
  const quote = text[from] ?? ''
  const long = text.startsWith(quote.repeat(3), from)
  const mark = long ? quote.repeat(3) : quote
  for (let at = from + mark.length; at < text.length; at++) {
    if (text[at] === '\\' && quote === '"') at++
    else if (text.startsWith(mark, at)) {
      let end = at + mark.length
      // Up to two quotes may stand directly before the closing three.
      while (long && text[end] === quote) end++
      return end
    } else if (!long && text[at] === '\n') return at
  }
  return text.length
}

function parts(key: string): readonly string[] {
  const found: string[] = []
  for (const match of key.matchAll(/"((?:[^"\\]|\\.)*)"|'([^']*)'|([A-Za-z0-9_-]+)/g)) found.push(match[1] ?? match[2] ?? match[3] ?? '')
  return found
}
