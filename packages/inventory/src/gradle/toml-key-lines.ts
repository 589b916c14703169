const SECTION = /^\s*\[([A-Za-z0-9_."'-]+)\]\s*(?:#.*)?$/
const KEY = /^\s*(?:"([^"]+)"|'([^']+)'|([A-Za-z0-9_-]+))\s*[=.]/

/** 1-based line of each key of a TOML text's top-level tables, as `table/key`. Both `[table]` + `key =` and `[table.key]` count. */
export function tomlKeyLines(text: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>()
  let table = ''
  let number = 0
  for (const line of text.split('\n')) {
    number++
    const header = SECTION.exec(line)?.[1]
    if (header !== undefined) {
      const dot = header.indexOf('.')
      table = dot < 0 ? header : ''
      if (dot >= 0) add(`${header.slice(0, dot)}/${header.slice(dot + 1).split('.', 1)[0]}`)
      continue
    }
    const key = table === '' ? null : KEY.exec(line)
    if (key !== null) add(`${table}/${key[1] ?? key[2] ?? key[3]}`)
  }
  return lines

  function add(path: string): void {
    if (!lines.has(path)) lines.set(path, number)
  }
}
