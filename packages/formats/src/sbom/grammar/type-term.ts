export type TypeTerm =
  | { readonly kind: 'name'; readonly name: string; readonly bounds?: { readonly min: number; readonly max: number } }
  | { readonly kind: 'array'; readonly item: TypeTerm; readonly min: number; readonly max: number; readonly unique: boolean }
  | { readonly kind: 'union'; readonly options: readonly TypeTerm[]; readonly exactlyOne: boolean }

/** Parses a type of a grammar: `name`, `int<0:9>`, `[1: item]*`, `(a|b)`, `(a^b)`. */
export function jsonTypeTerm(text: string): TypeTerm {
  let at = 0
  const word = (): string => {
    const start = at
    while (at < text.length && !'[]()|^<>* '.includes(text[at] as string)) at++
    return text.slice(start, at)
  }
  const range = (): { min: number; max: number } | undefined => {
    const match = /^([0-9]*):([0-9]*)/.exec(text.slice(at))
    if (!match) return undefined
    at += match[0].length
    return { min: match[1] ? Number(match[1]) : -Infinity, max: match[2] ? Number(match[2]) : Infinity }
  }
  const term = (): TypeTerm => {
    if (text[at] === '[') {
      at++
      const bounds = range()
      if (bounds) at++
      const item = term()
      at++
      const unique = text[at] === '*'
      if (unique) at++
      return { kind: 'array', item, min: bounds?.min ?? 0, max: bounds?.max ?? Infinity, unique }
    }
    if (text[at] === '(') {
      const options: TypeTerm[] = []
      let exactlyOne = false
      do {
        exactlyOne ||= text[at] === '^'
        at++
        options.push(term())
      } while (text[at] !== ')')
      at++
      return { kind: 'union', options, exactlyOne }
    }
    const name = word()
    if (text[at] !== '<') return { kind: 'name', name }
    at++
    const bounds = range()
    at++
    return bounds ? { kind: 'name', name, bounds } : { kind: 'name', name }
  }
  return term()
}
