/** Numbers are digits as written; a `list` is what follows a hyphen or a change between digits and letters. */
export type MavenItem = { readonly kind: 'number'; readonly digits: string } | { readonly kind: 'word'; readonly word: string } | MavenList

export interface MavenList {
  readonly kind: 'list'
  readonly items: MavenItem[]
}

const ALIASES: Readonly<Record<string, string>> = { ga: '', final: '', release: '', cr: 'rc' }
const SHORT_WORDS: Readonly<Record<string, string>> = { a: 'alpha', b: 'beta', m: 'milestone' }

/** Splits a version as Maven's ComparableVersion.parseVersion does (Maven 3.0 to 3.8), lists normalised. */
export function mavenItems(version: string): MavenList {
  const text = version.toLowerCase()
  const root: MavenList = { kind: 'list', items: [] }
  const lists: MavenList[] = [root]
  let list = root
  let start = 0
  let digit = false
  for (let index = 0; index <= text.length; index++) {
    const code = index < text.length ? text.charCodeAt(index) : -1
    const isDigit = code >= 48 && code <= 57
    const separator = code === 46 || code === 45
    const turn = code !== -1 && !separator && index > start && isDigit !== digit
    if (separator || turn || code === -1) {
      if (index > start) list.items.push(item(text.slice(start, index), digit, turn))
      else if (separator) list.items.push({ kind: 'number', digits: '' })
      start = turn ? index : index + 1
      if (code === 45 || turn) {
        const inner: MavenList = { kind: 'list', items: [] }
        list.items.push(inner)
        lists.push(inner)
        list = inner
      }
    }
    if (!separator) digit = isDigit
  }
  for (let index = lists.length - 1; index >= 0; index--) normalize((lists[index] ?? root).items)
  return root
}

function item(text: string, digit: boolean, beforeDigit: boolean): MavenItem {
  if (digit) return { kind: 'number', digits: text }
  const long = (beforeDigit && SHORT_WORDS[text]) || text
  return { kind: 'word', word: Object.hasOwn(ALIASES, long) ? (ALIASES[long] ?? long) : long }
}

/** Drops zeros, release words and empty lists from the end up to the first item that says something. */
function normalize(items: MavenItem[]): void {
  for (let index = items.length - 1; index >= 0; index--) {
    const one = items[index]
    if (one === undefined) continue
    if (isNull(one)) items.splice(index, 1)
    else if (one.kind !== 'list') break
  }
}

function isNull(one: MavenItem): boolean {
  if (one.kind === 'number') return /^0*$/.test(one.digits)
  return one.kind === 'word' ? one.word === '' : one.items.length === 0
}
