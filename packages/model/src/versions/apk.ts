import { digitOrder, digitsEnd, isDigit } from '../version-order.ts'
import { defineVersionScheme } from '../version-scheme.ts'

/** Kinds of token, in the order in which a version may hold them; of two different ones the later kind is the lesser. */
const FIRST_NUMBER = 0
const NUMBER = 1
const LETTER = 2
const SUFFIX = 3
const SUFFIX_NUMBER = 4
const HASH = 5
const REVISION = 6
const END = 7
const INVALID = 8

/** The first four come before the version without suffix. */
const SUFFIXES = ['alpha', 'beta', 'pre', 'rc', 'cvs', 'svn', 'git', 'hg', 'p']
const FIRST_POST_SUFFIX = 4

/** Reads the tokens of a version in turn. One pair of cursors serves all comparisons, so that none is allocated. */
class Cursor {
  text = ''
  kind = INVALID
  start = 0
  end = 0
  suffix = 0
  /** The revision was read: apk-tools looks at nothing after it. */
  complete = false

  open(text: string): void {
    this.text = text
    this.start = 0
    this.complete = false
    this.end = digitsEnd(text, 0)
    this.kind = this.end > 0 ? FIRST_NUMBER : INVALID
  }

  next(): void {
    const { text, end, kind } = this
    if (end >= text.length) {
      this.kind = END
      return
    }
    const code = text.charCodeAt(end)
    if (code === 46 && kind <= NUMBER) this.take(NUMBER, end + 1, digitsEnd(text, end + 1))
    else if (code >= 97 && code <= 122 && kind <= NUMBER) this.take(LETTER, end, end + 1)
    else if (code === 95 && kind <= SUFFIX_NUMBER) this.takeSuffix(end + 1)
    else if (kind === SUFFIX && isDigit(code)) this.take(SUFFIX_NUMBER, end, digitsEnd(text, end))
    else if (code === 126 && kind < HASH) this.take(HASH, end + 1, hexEnd(text, end + 1))
    else if (code === 45 && kind < REVISION && text.charCodeAt(end + 1) === 114) this.takeRevision(end + 2)
    else this.kind = INVALID
  }

  private take(kind: number, start: number, end: number): void {
    if (end > start) {
      this.kind = kind
      this.start = start
      this.end = end
    } else this.kind = INVALID
  }

  /** `-r` alone is revision 0. */
  private takeRevision(start: number): void {
    this.kind = REVISION
    this.start = start
    this.end = digitsEnd(this.text, start)
    this.complete = true
  }

  private takeSuffix(start: number): void {
    let end = start
    while (end < this.text.length && this.text.charCodeAt(end) >= 97 && this.text.charCodeAt(end) <= 122) end++
    this.suffix = SUFFIXES.indexOf(this.text.slice(start, end))
    this.take(this.suffix < 0 ? INVALID : SUFFIX, start, end)
  }
}

const left = new Cursor()
const right = new Cursor()

/** apk-tools: numbers, letter, suffixes, commit hash, revision; an invalid rest stands before the valid version it extends. */
export default defineVersionScheme({
  id: 'apk',
  ecosystems: ['Alpaquita', 'Alpine', 'BellSoft Hardened Containers', 'Chainguard', 'CleanStart', 'MinimOS', 'Wolfi'],
  authority: 'apk-package(5), apk-tools src/version.c',
  valid(version) {
    left.open(version)
    while (left.kind < END) left.next()
    return left.kind === END
  },
  compare(a, b) {
    if (a === b) return 0
    left.open(a)
    right.open(b)
    while (left.kind === right.kind && left.kind < END) {
      const order = tokenOrder()
      if (order !== 0) return order
      left.next()
      right.next()
    }
    if (left.kind === right.kind) return left.kind === INVALID && !left.complete ? restOrder(a, left.end, b, right.end) : 0
    if (left.kind === SUFFIX && left.suffix < FIRST_POST_SUFFIX) return -1
    if (right.kind === SUFFIX && right.suffix < FIRST_POST_SUFFIX) return 1
    return right.kind - left.kind
  },
})

function tokenOrder(): number {
  const { text: a, start: i, end: iEnd } = left
  const { text: b, start: j, end: jEnd } = right
  if (left.kind === SUFFIX) return left.suffix - right.suffix
  if (left.kind === LETTER) return a.charCodeAt(i) - b.charCodeAt(j)
  // As in Gentoo's specification, a number with a leading zero is compared as a fraction is: by its digits.
  if (left.kind === HASH || (left.kind === NUMBER && (a.charCodeAt(i) === 48 || b.charCodeAt(j) === 48))) {
    const one = a.slice(i, iEnd)
    const two = b.slice(j, jEnd)
    return one === two ? 0 : one < two ? -1 : 1
  }
  return digitOrder(a, i, iEnd, b, j, jEnd)
}

/** apk-tools has no order for invalid rests; here they have one, with digits as numbers, so that the order is total. */
function restOrder(a: string, aStart: number, b: string, bStart: number): number {
  let i = aStart
  let j = bStart
  while (i < a.length && j < b.length) {
    const aEnd = digitsEnd(a, i)
    const bEnd = digitsEnd(b, j)
    if (aEnd > i && bEnd > j) {
      const order = digitOrder(a, i, aEnd, b, j, bEnd)
      if (order !== 0) return order
      i = aEnd
      j = bEnd
    } else {
      const order = a.charCodeAt(i) - b.charCodeAt(j)
      if (order !== 0) return order
      i++
      j++
    }
  }
  return a.length - i - (b.length - j)
}

function hexEnd(text: string, from: number): number {
  let end = from
  for (; end < text.length; end++) {
    const code = text.charCodeAt(end)
    if (!isDigit(code) && (code < 97 || code > 102)) break
  }
  return end
}
