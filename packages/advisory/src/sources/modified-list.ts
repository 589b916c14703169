/** What `modified_id.csv` says: the state of every record by id. Lines of another shape are counted. */
export interface ModifiedList {
  readonly modified: ReadonlyMap<string, string>
  readonly unreadable: number
}

const LINE = /^(\d{4}-\d\d-\d\dT[^,\s]{1,40}),([^,\s/\\]{1,200})$/

/** Reads OSV's list of an ecosystem, `<modified>,<ID>` a line. Its order is not relied upon: records dated in the future exist. */
export function parseModifiedList(text: string): ModifiedList {
  const modified = new Map<string, string>()
  let unreadable = 0
  for (const line of text.split('\n')) {
    if (line === '' || line === '\r') continue
    const match = LINE.exec(line.trimEnd())
    if (match === null) unreadable += 1
    else modified.set(match[2]!, match[1]!)
  }
  return { modified, unreadable }
}

/** Whether two RFC 3339 stamps name the same moment, as far as a millisecond tells. */
export function sameMoment(a: string, b: string): boolean {
  return a === b || Date.parse(a) === Date.parse(b)
}
