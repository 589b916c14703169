/** Ranges that a lock of Yarn 1 has an entry for, by the names of the packages; null for one of Yarn 2 and later. */
export function yarnClassicRanges(text: string): ReadonlyMap<string, ReadonlySet<string>> | null {
  if (/^__metadata:/m.test(text)) return null
  const found = new Map<string, Set<string>>()
  for (const [line] of text.matchAll(/^[^\s#].*:[ \t]*\r?$/gm)) {
    for (const [, quoted, bare = ''] of line.matchAll(/"((?:[^"\\]|\\.)*)"|([^\s",:](?:[^,"\n]*[^\s,":])?)/g)) {
      const key = quoted ?? bare
      const at = key.indexOf('@', 1)
      if (at < 0) continue
      const known = found.get(key.slice(0, at))
      if (known === undefined) found.set(key.slice(0, at), new Set([key.slice(at + 1)]))
      else known.add(key.slice(at + 1))
    }
  }
  return found
}
