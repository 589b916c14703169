import { mavenSegments } from '../../maven-segments.ts'
import { isDigit } from '../../version-order.ts'
import { isZero, KeyBytes } from '../key-bytes.ts'
import { defineVersionKey } from '../version-key-scheme.ts'
import { pointSpan } from '../version-span.ts'

/** What can follow the part of two versions that is equal, least first; numbers stand above all. */
const QUALIFIERS = ['alpha', 'beta', 'milestone', 'rc', 'snapshot']
const FIRST_QUALIFIER = 0x01
const RELEASE_THEN_LESS = 0x06
const LIST_THEN_LESS = 0x07
const TEXT_END = 0x08
const RELEASE_THEN_MORE = 0x09
const SERVICE_PACK = 0x0a
const OTHER_WORD = 0x0b
const LIST_THEN_MORE = 0x0c

/** A number, a word, or null for the beginning of a list. */
type Item = string | null

/**
 * Maven's circle `1.0.rc < 1 < 1-1 < 1.0.rc` needs a zero whose rest stands before the release, so versions with such a
 * zero (`4.0.0.RC1`) have no key; among all others the order is total.
 */
export default defineVersionKey({
  id: 'maven',
  ordered(text) {
    const items = itemsOf(text)
    return circleAt(items, restSigns(items)) < 0
  },
  write(key, text) {
    const items = itemsOf(text)
    writeItems(key, items, restSigns(items))
    key.byte(TEXT_END)
  },
  /**
   * A version of the circle, `P.0.0.RC1`, stands below `P` and above all other versions that go on from P, except those that
   * go on with as many zeros or with a greater number. It never equals a version with a key.
   */
  above(text) {
    const items = itemsOf(text)
    const at = circleAt(items, restSigns(items))
    const before = items.slice(0, at)
    // The sign of what stands before the zero must not hang on what comes after it.
    if (at < 0 || (at > 0 && ownSign(items[at - 1] ?? null) === 0)) return null
    const release = new KeyBytes()
    writeItems(release, before, restSigns(before))
    release.byte(TEXT_END)
    const later = new KeyBytes()
    writeItems(later, before, restSigns(before))
    for (let zero = at; isZeroItem(items[zero]); zero++) later.number('0')
    return [pointSpan(release.toKey()), { lo: later.toKey(), loOpen: false, hi: null, hiOpen: false }]
  },
})

function itemsOf(text: string): readonly Item[] {
  const items: Item[] = []
  for (const [index, segment] of mavenSegments(text).entries()) {
    if (index > 0) items.push(null)
    items.push(...segment)
  }
  return items
}

/** For each item whether the version from there on stands before (-1) or after (1) one that ends there. */
function restSigns(items: readonly Item[]): readonly number[] {
  const signs: number[] = []
  let sign = 0
  for (let at = items.length - 1; at >= 0; at--) signs[at] = sign = ownSign(items[at] ?? null) || sign
  return signs
}

function ownSign(item: Item): number {
  if (item === null || item === '' || isZeroItem(item)) return 0
  return QUALIFIERS.includes(item) ? -1 : 1
}

function isZeroItem(item: Item | undefined): boolean {
  return typeof item === 'string' && item !== '' && isZero(item)
}

function circleAt(items: readonly Item[], signs: readonly number[]): number {
  return items.findIndex((item, at) => isZeroItem(item) && (signs[at] ?? 0) < 0)
}

function writeItems(key: KeyBytes, items: readonly Item[], signs: readonly number[]): void {
  for (const [at, item] of items.entries()) {
    const more = (signs[at] ?? 0) > 0
    if (item === null) key.byte(more ? LIST_THEN_MORE : LIST_THEN_LESS)
    else if (item === '') key.byte(more ? RELEASE_THEN_MORE : RELEASE_THEN_LESS)
    else if (isDigit(item.charCodeAt(0))) key.number(item)
    else writeWord(key, item)
  }
}

function writeWord(key: KeyBytes, word: string): void {
  const qualifier = QUALIFIERS.indexOf(word)
  if (qualifier >= 0) key.byte(FIRST_QUALIFIER + qualifier)
  else if (word === 'sp') key.byte(SERVICE_PACK)
  else {
    key.byte(OTHER_WORD)
    key.text(word)
  }
}
