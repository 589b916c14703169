/** What `modified_id.csv` says: the state of every record by id. Lines of another shape are counted. */
export interface ModifiedList {
  readonly modified: ReadonlyMap<string, string>
  readonly unreadable: number
}

const MAX_LINE = 260

/** Reads OSV's list of an ecosystem, `<modified>,<ID>` a line. Its order is not relied upon: records dated in the future exist. */
export function parseModifiedList(text: string): ModifiedList {
  const modified = new Map<string, string>()
  let unreadable = 0
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf('\n', start)
    let end = newline === -1 ? text.length : newline
    const next = end + 1
    if (text[end - 1] === '\r') end -= 1
    const comma = text.indexOf(',', start)
    if (end > start) {
      const isLine = text[start + 10] === 'T' && comma > start + 10 && comma < end - 1 && end - start <= MAX_LINE
      const id = isLine ? text.slice(comma + 1, end) : ''
      if (id === '' || /[\s,/\\]/.test(id)) unreadable += 1
      else modified.set(id, text.slice(start, comma))
    }
    start = next
  }
  return { modified, unreadable }
}

/** Whether two RFC 3339 stamps name the same moment, as far as a millisecond tells. */
export function sameMoment(a: string, b: string): boolean {
  return a === b || Date.parse(a) === Date.parse(b)
}
