export interface TagLine {
  readonly tag: string
  readonly value: string
  /** 1-based line of the tag. */
  readonly line: number
}

export interface TagLines {
  readonly tags: readonly TagLine[]
  /** Lines that are no tag, and a text that is not closed. */
  readonly faults: readonly { readonly line: number; readonly message: string }[]
}

/** Splits an SPDX tag-value text (SPDX 2.3 annex E): `Tag: value`, `#` comments, `<text>` over several lines. */
export function readTagLines(source: string): TagLines {
  const tags: TagLine[] = []
  const faults: { line: number; message: string }[] = []
  const lines = source.split(/\r\n|\n|\r/)
  for (let at = 0; at < lines.length; at++) {
    const line = (lines[at] as string).replace(/^\ufeff/, '')
    const trimmed = line.trim()
    if (trimmed === '' || trimmed.startsWith('#')) continue
    const colon = line.indexOf(':')
    const tag = line.slice(0, Math.max(colon, 0)).trim()
    if (!/^[A-Za-z]+$/.test(tag)) {
      faults.push({ line: at + 1, message: 'a tag, a colon and a value are expected here' })
      continue
    }
    const start = at
    let value = line.slice(colon + 1).trim()
    if (value.startsWith('<text>')) {
      const parts = [value.slice(6)]
      while (!(parts.at(-1) as string).includes('</text>') && at + 1 < lines.length) parts.push(lines[++at] as string)
      const end = (parts.at(-1) as string).indexOf('</text>')
      if (end === -1) faults.push({ line: start + 1, message: 'a text starts here and is not closed by </text>' })
      else parts.push((parts.pop() as string).slice(0, end))
      value = parts.join('\n')
    }
    tags.push({ tag, value, line: start + 1 })
  }
  return { tags, faults }
}
