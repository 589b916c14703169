/** A part of a grammar that holds for some versions only: `name@5` since 1.5, `name@2-4` from 1.2 to 1.4, `name` always. */
export function forVersion(token: string, version: number): string | null {
  const at = token.lastIndexOf('@')
  const mark = at > 0 ? /^([0-9])(-[0-9])?$/.exec(token.slice(at + 1)) : null
  if (!mark) return token
  const until = mark[2] ? Number(mark[2].slice(1)) : 9
  return version >= Number(mark[1]) && version <= until ? token.slice(0, at) : null
}

export interface GrammarLine {
  readonly name: string
  readonly kind: 'shape' | 'alias' | 'words'
  readonly body: string
}

/** Splits a grammar into its rules for one version. Forms: `name { … }`, `name = other`, `name = 'word' 'word'@5`. */
export function grammarLines(text: string, version: number): GrammarLine[] {
  const lines: GrammarLine[] = []
  for (const line of text.split('\n')) {
    const space = line.indexOf(' ')
    if (space === -1) continue
    const name = forVersion(line.slice(0, space), version)
    if (name === null) continue
    const rest = line.slice(space + 1)
    if (rest.startsWith('{')) lines.push({ name, kind: 'shape', body: rest.slice(1, rest.lastIndexOf('}')).trim() })
    else if (rest.startsWith("= '")) lines.push({ name, kind: 'words', body: rest.slice(2) })
    else lines.push({ name, kind: 'alias', body: rest.slice(2) })
  }
  return lines
}

/** The words of an enumeration that the version knows. */
export function grammarWords(body: string, version: number): ReadonlySet<string> {
  const words = new Set<string>()
  for (const [token] of body.matchAll(/'[^']*'(?:@[0-9](?:-[0-9])?)?/g)) {
    const word = forVersion(token, version)
    if (word !== null) words.add(word.slice(1, -1))
  }
  return words
}
