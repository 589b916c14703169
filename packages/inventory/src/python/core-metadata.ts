/** Header fields of a distribution's metadata file; several of one name in file order. */
export interface CoreMetadata {
  readonly values: ReadonlyMap<string, readonly string[]>
  /** 1-based line of the first field of a name. */
  readonly lines: ReadonlyMap<string, number>
}

/**
 * Reads the headers of `METADATA`/`PKG-INFO` (PyPA "Core metadata specifications": e-mail headers up to the first empty line).
 * Names are given in lower case; continuation lines are joined with a newline.
 */
export function readCoreMetadata(text: string): CoreMetadata {
  const values = new Map<string, string[]>()
  const lines = new Map<string, number>()
  let last: string[] | undefined
  for (const [index, line] of text.split(/\r\n|\n/).entries()) {
    if (line.trim() === '' && values.size > 0) break
    if (/^[ \t]/.test(line)) {
      if (last !== undefined) last.push(`${last.pop() ?? ''}\n${line.trim()}`)
      continue
    }
    const colon = line.indexOf(':')
    if (colon <= 0) continue
    const name = line.slice(0, colon).toLowerCase()
    last = values.get(name)
    if (last === undefined) {
      values.set(name, (last = []))
      lines.set(name, index + 1)
    }
    last.push(line.slice(colon + 1).trim())
  }
  return { values, lines }
}
