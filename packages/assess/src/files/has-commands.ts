/** Whether a text has a line that is neither blank nor a comment of `#`. */
export function hasCommands(text: string): boolean {
  for (let at = 0; at < text.length;) {
    const found = text.indexOf('\n', at)
    const end = found === -1 ? text.length : found
    const line = text.slice(at, end).trim()
    if (line !== '' && !line.startsWith('#')) return true
    at = end + 1
  }
  return false
}
