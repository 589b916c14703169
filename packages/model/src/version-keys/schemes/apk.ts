import { digitsEnd, isDigit } from '../../version-order.ts'
import type { KeyBytes } from '../key-bytes.ts'
import { defineVersionKey } from '../version-key-scheme.ts'

/** What follows the part of two versions that is equal, least first; numbers without leading zero stand above all. */
const PRE_SUFFIX = 0x01
const INVALID = 0x05
const TEXT_END = 0x06
const REVISION = 0x07
const HASH = 0x08
const SUFFIX_NUMBER = 0x09
const POST_SUFFIX = 0x0a
const LETTER = 0x0b
const FRACTION = 0x0c

const PRE_SUFFIXES = ['alpha', 'beta', 'pre', 'rc']
const POST_SUFFIXES = ['cvs', 'svn', 'git', 'hg', 'p']

/** Where digits stand among the characters of an invalid rest. */
const REST_NUMBER = 49

/** The kinds of part, in the order in which a version may hold them. */
const AFTER_NUMBER = 1
const AFTER_LETTER = 2
const AFTER_SUFFIX = 3
const AFTER_SUFFIX_NUMBER = 4
const AFTER_HASH = 5

/** Numbers, letter, suffixes, commit hash, revision; then the end or what is invalid. */
export default defineVersionKey({
  id: 'apk',
  write(key, text) {
    let at = digitsEnd(text, 0)
    if (at === 0) return writeInvalid(key, text, 0)
    key.number(text.slice(0, at))
    let after = AFTER_NUMBER
    while (at < text.length) {
      const code = text.charCodeAt(at)
      let end = at
      if (code === 46 && after === AFTER_NUMBER) {
        end = digitsEnd(text, at + 1)
        if (end === at + 1) return writeInvalid(key, text, at)
        writeNumber(key, text.slice(at + 1, end))
      } else if (code >= 97 && code <= 122 && after === AFTER_NUMBER) {
        end = at + 1
        key.byte(LETTER)
        key.byte(code)
        after = AFTER_LETTER
      } else if (code === 95 && after <= AFTER_SUFFIX_NUMBER) {
        const word = /^[a-z]*/.exec(text.slice(at + 1))?.[0] ?? ''
        end = at + 1 + word.length
        // An unknown word is no part of the invalid rest, as in the comparison.
        if (!writeSuffix(key, word)) return writeInvalid(key, text, word === '' ? at : end)
        after = AFTER_SUFFIX
      } else if (after === AFTER_SUFFIX && isDigit(code)) {
        end = digitsEnd(text, at)
        key.byte(SUFFIX_NUMBER)
        key.number(text.slice(at, end))
        after = AFTER_SUFFIX_NUMBER
      } else if (code === 126 && after < AFTER_HASH) {
        const hash = /^[0-9a-f]*/.exec(text.slice(at + 1))?.[0] ?? ''
        if (hash === '') return writeInvalid(key, text, at)
        end = at + 1 + hash.length
        key.byte(HASH)
        key.text(hash)
        after = AFTER_HASH
      } else if (code === 45 && text.charCodeAt(at + 1) === 114) return writeRevision(key, text, at + 2)
      else return writeInvalid(key, text, at)
      at = end
    }
    key.byte(TEXT_END)
  },
})

/** With a leading zero by its digits, as a fraction is. */
function writeNumber(key: KeyBytes, digits: string): void {
  if (!digits.startsWith('0')) return key.number(digits)
  key.byte(FRACTION)
  key.text(digits)
}

function writeSuffix(key: KeyBytes, word: string): boolean {
  const pre = PRE_SUFFIXES.indexOf(word)
  const post = POST_SUFFIXES.indexOf(word)
  if (pre >= 0) key.byte(PRE_SUFFIX + pre)
  else if (post >= 0) {
    key.byte(POST_SUFFIX)
    key.byte(post)
  }
  return pre >= 0 || post >= 0
}

/** Nothing after the revision is looked at, except that it is there. */
function writeRevision(key: KeyBytes, text: string, at: number): void {
  const end = digitsEnd(text, at)
  key.byte(REVISION)
  key.number(text.slice(at, end))
  key.byte(end < text.length ? INVALID : TEXT_END)
}

function writeInvalid(key: KeyBytes, text: string, from: number): void {
  key.byte(INVALID)
  for (let at = from; at < text.length;) {
    const end = digitsEnd(text, at)
    if (end > at) {
      key.byte(REST_NUMBER)
      key.number(text.slice(at, end))
      at = end
    } else {
      const code = text.charCodeAt(at)
      if (code < 0xfe) key.byte(code + 1)
      else key.wide(code)
      at++
    }
  }
  key.byte(0)
}
