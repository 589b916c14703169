/** One command of a script, its continued lines joined; `line` is 1-based within the text. */
export interface CommandLine {
  readonly line: number
  readonly text: string
}

const MAX_LENGTH = 4_000

/** The lines of a script that could be commands: without comments and empty lines, lines ending in a backslash joined. */
export function commandLines(text: string): readonly CommandLine[] {
  const found: CommandLine[] = []
  let open: { line: number; text: string } | undefined
  for (const [at, raw] of text.split('\n').entries()) {
    const line = raw.trim()
    if (open === undefined && (line === '' || line.startsWith('#') || line.startsWith('//'))) continue
    const continues = line.endsWith('\\')
    const part = continues ? line.slice(0, -1).trimEnd() : line
    open = open === undefined ? { line: at + 1, text: part } : { line: open.line, text: `${open.text} ${part}`.slice(0, MAX_LENGTH) }
    if (continues) continue
    found.push({ line: open.line, text: open.text.slice(0, MAX_LENGTH) })
    open = undefined
  }
  if (open !== undefined) found.push(open)
  return found
}
