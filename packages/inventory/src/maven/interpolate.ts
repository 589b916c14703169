const MAX_DEPTH = 32
const MAX_LENGTH = 16_384

/**
 * Replaces `${name}` by what `look` answers, nested and repeated ones too. A name that is unknown or refers to itself stays as
 * written, so the caller can see that the text is not whole.
 */
export function interpolate(text: string, look: (name: string) => string | undefined, open: readonly string[] = []): string {
  if (!text.includes('${') || open.length >= MAX_DEPTH) return text
  let result = ''
  let at = 0
  for (let start = text.indexOf('${'); start !== -1 && result.length < MAX_LENGTH; start = text.indexOf('${', at)) {
    const end = text.indexOf('}', start)
    if (end === -1) break
    const name = text.slice(start + 2, end)
    const value = open.includes(name) ? undefined : look(name)
    result += text.slice(at, start) + (value === undefined ? text.slice(start, end + 1) : interpolate(value, look, [...open, name]))
    at = end + 1
  }
  return (result + text.slice(at)).slice(0, MAX_LENGTH)
}

/** Whether a text still has a property in it. */
export function isUnresolved(text: string): boolean {
  return text.includes('${') || text.includes('@{')
}
