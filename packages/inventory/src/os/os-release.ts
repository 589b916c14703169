/** `ID`, `VERSION_ID` … of an os-release file (freedesktop os-release(5)): shell assignments, quotes and backslashes undone. */
export function parseOsRelease(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>()
  for (const raw of text.split('\n')) {
    const line = raw.trim()
    const equals = line.indexOf('=')
    if (equals <= 0 || line.startsWith('#')) continue
    values.set(line.slice(0, equals), unquoted(line.slice(equals + 1)))
  }
  return values
}

function unquoted(text: string): string {
  const quote = text[0]
  const isQuoted = text.length > 1 && (quote === '"' || quote === "'") && text.endsWith(quote)
  const inner = isQuoted ? text.slice(1, -1) : text
  return quote === "'" && isQuoted ? inner : inner.replace(/\\([\\"'$`])/g, '$1')
}
