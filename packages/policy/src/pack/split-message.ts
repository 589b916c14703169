/** An expression of a message, with its offset in it. */
export interface MessageExpression {
  readonly expression: string
  readonly at: number
}

/** Cuts a message at its `${…}`. null: one does not end. Braces and quotes inside an expression are its own. */
export function splitMessage(message: string): readonly (string | MessageExpression)[] | null {
  const parts: (string | MessageExpression)[] = []
  let from = 0
  for (;;) {
    const open = message.indexOf('${', from)
    if (open < 0) break
    const end = closing(message, open + 2)
    if (end < 0) return null
    if (open > from) parts.push(message.slice(from, open))
    parts.push({ expression: message.slice(open + 2, end), at: open + 2 })
    from = end + 1
  }
  return from < message.length ? [...parts, message.slice(from)] : parts
}

function closing(message: string, start: number): number {
  let depth = 0
  let quote = ''
  for (let at = start; at < message.length; at++) {
    const unit = message[at] as string
    if (quote !== '') {
      if (unit === '\\') at++
      else if (unit === quote) quote = ''
    } else if (unit === '"' || unit === "'") quote = unit
    else if (unit === '{') depth++
    else if (unit === '}' && depth-- === 0) return at
  }
  return -1
}
