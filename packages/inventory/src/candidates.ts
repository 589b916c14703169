/** No real lock holds more versions of one name; it keeps the edges of a hostile one linear in its size. */
const LIMIT = 32

/** Adds an entry that a dependency on `name` may mean. */
export function addCandidate<T>(candidates: Map<string, T[]>, name: string, entry: T): void {
  const list = candidates.get(name)
  if (list === undefined) candidates.set(name, [entry])
  else if (list.length < LIMIT) list.push(entry)
}
