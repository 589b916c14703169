/**
 * A path pattern: `*` stands for anything inside one segment, `**` for any number of segments, a final `/` for everything in
 * the folder. Compared in time linear in pattern × path, whatever the pattern.
 */
export function pathMatcher(pattern: string): (path: string) => boolean {
  const segments = (pattern.endsWith('/') ? `${pattern}**` : pattern).replace(/^\.\//, '').split('/')
  return (path) => matchSegments(segments, path.split('/'))
}

function matchSegments(pattern: readonly string[], path: readonly string[]): boolean {
  let reached = new Set([0])
  for (const segment of [...path, null]) {
    const next = new Set<number>()
    for (const start of reached) {
      for (let at = start; ; at++) {
        const wanted = pattern[at]
        if (segment === null ? wanted === undefined : wanted !== undefined && wanted !== '**' && matchSegment(wanted, segment))
          next.add(at + 1)
        if (wanted !== '**') break
        if (segment !== null) next.add(at)
      }
    }
    if (segment === null) return next.size > 0
    reached = next
  }
  return false
}

/** Pieces between the stars are found from left to right; the last one must end the segment. */
function matchSegment(pattern: string, segment: string): boolean {
  const pieces = pattern.split('*')
  const [first = ''] = pieces
  if (pieces.length === 1) return pattern === segment
  const last = pieces.at(-1) ?? ''
  if (!segment.startsWith(first) || !segment.endsWith(last) || segment.length < first.length + last.length) return false
  let at = first.length
  for (const piece of pieces.slice(1, -1)) {
    const found = segment.indexOf(piece, at)
    if (found === -1 || found + piece.length > segment.length - last.length) return false
    at = found + piece.length
  }
  return true
}
