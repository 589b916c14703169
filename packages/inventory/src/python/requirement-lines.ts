/** A logical line of a requirements file, its continuations joined. */
export interface RequirementLine {
  /** 1-based line where it starts. */
  readonly line: number
  /** Without comment; `` for a line that is only a comment. */
  readonly content: string
  /** Text of its comments, without `#`. */
  readonly comment: string
  /** A comment line that is set in, as tools do with their notes on the requirement above. */
  readonly note: boolean
}

/**
 * Splits a requirements file (pip documentation "Requirements file format"): a backslash at the end of a line continues it, a
 * `#` at its start or after white space begins a comment. Empty lines come as empty content.
 */
export function requirementLines(text: string): readonly RequirementLine[] {
  const lines: RequirementLine[] = []
  let start = 0
  let parts: string[] = []
  let comment = ''
  let note = false
  const flush = (): void => {
    if (start === 0) return
    lines.push({ line: start, content: parts.join(' ').trim(), comment, note })
    parts = []
    comment = ''
    note = false
    start = 0
  }
  for (const [index, raw] of text.split(/\r\n|\r|\n/).entries()) {
    if (start === 0) start = index + 1
    const hash = raw.search(/(?:^|\s)#/)
    if (hash >= 0) {
      comment = raw.slice(raw.indexOf('#', hash) + 1)
      note = /^\s+#/.test(raw)
    }
    // pip joins lines before it strips comments, but a comment line never continues.
    const code = (hash < 0 ? raw : raw.slice(0, hash)).trimEnd()
    if (code.endsWith('\\') && hash < 0) {
      parts.push(code.slice(0, -1))
      continue
    }
    parts.push(code)
    flush()
  }
  flush()
  return lines
}
