const DATE = /\d{4}-\d{2}-\d{2}/y

/** Line and text of the first date outside of strings and comments that no calendar has; null: there is none. One pass over valid TOML. */
export function impossibleDate(text: string): { readonly line: number; readonly text: string } | null {
  let line = 1
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? ''
    if (char === '\n') line++
    else if (char === '#') at = lineEnd(text, at) - 1
    else if (char === '"' || char === "'") {
      const end = stringEnd(text, at, char)
      for (let inside = text.indexOf('\n', at); inside >= 0 && inside < end; inside = text.indexOf('\n', inside + 1)) line++
      at = end - 1
    } else if (/[\w.+-]/.test(char)) {
      DATE.lastIndex = at
      const date = DATE.exec(text)?.[0]
      if (date !== undefined && !isDate(date)) return { line, text: date }
      while (/[\w.+:-]/.test(text[at + 1] ?? '')) at++
    }
  }
  return null
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end < 0 ? text.length : end
}

/** Behind the closing quotes. */
function stringEnd(text: string, from: number, quote: string): number {
  const long = text.startsWith(quote.repeat(3), from)
  const close = long ? quote.repeat(3) : quote
  for (let at = from + close.length; at < text.length; at++) {
    if (quote === '"' && text[at] === '\\') at++
    else if (text.startsWith(close, at)) {
      // Up to two quotes may stand right before the closing three.
      let end = at + close.length
      while (long && text[end] === quote) end++
      return end
    }
  }
  return text.length
}

function isDate(text: string): boolean {
  const time = Date.parse(text)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
}
