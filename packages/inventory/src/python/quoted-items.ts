/** No real file states its requirements in more places, or in one longer than this. */
const MAX_PLACES = 50
const MAX_LENGTH = 50_000

/**
 * Quoted texts of Python inside the brackets that `start` ends at, for every place where it matches: at least `depth` brackets deep.
 * Comments are left out. `start` is a global expression that ends with an opening bracket.
 */
export function quotedItems(text: string, start: RegExp, depth = 1): readonly string[] {
  const found: string[] = []
  let places = 0
  for (const { 0: opening, index } of text.matchAll(start)) {
    if (++places > MAX_PLACES) break
    addItems(text.slice(index + opening.length, index + opening.length + MAX_LENGTH), depth, found)
  }
  return found
}

const TOKEN = /[[({]|[\])}]|#[^\n]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g

function addItems(text: string, depth: number, found: string[]): void {
  let inside = 1
  for (const [token] of text.matchAll(TOKEN)) {
    const [first = ''] = token
    if ('[({'.includes(first)) inside++
    else if ('])}'.includes(first)) inside--
    else if (first !== '#' && inside >= depth) found.push(token.slice(1, -1))
    if (inside === 0) return
  }
}
