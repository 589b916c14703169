const MAX_DEPTH = 32
const MAX_LENGTH = 16_384
const MAX_STEPS = 1000

/**
 * Replaces `${name}` by what `look` answers, nested and repeated ones too. A name that is unknown or refers to itself stays as
 * written, so the caller can see that the text is not whole; so does everything after too many steps.
 */
export function interpolate(text: string, look: (name: string) => string | undefined): string {
  return text.includes('${') ? replaced(text, look, { open: [], steps: { left: MAX_STEPS } }) : text
}

interface Progress {
  /** Names that are being replaced. */
  readonly open: readonly string[]
  readonly steps: { left: number }
}

function replaced(text: string, look: (name: string) => string | undefined, { open, steps }: Progress): string {
  if (!text.includes('${') || open.length >= MAX_DEPTH) return text
  let result = ''
  let at = 0
  for (let start = text.indexOf('${'); start !== -1 && result.length < MAX_LENGTH && steps.left-- > 0; start = text.indexOf('${', at)) {
    const end = text.indexOf('}', start)
    if (end === -1) break
    const name = text.slice(start + 2, end)
    const value = open.includes(name) ? undefined : look(name)
    result += text.slice(at, start)
    result += value === undefined ? text.slice(start, end + 1) : replaced(value, look, { open: [...open, name], steps })
    at = end + 1
  }
  return (result + text.slice(at)).slice(0, MAX_LENGTH)
}

/** Whether a text still has a property in it. */
export function isUnresolved(text: string): boolean {
  return text.includes('${') || text.includes('@{')
}
