import { numberOrder } from '../version-order.ts'
import { END } from './key-bytes.ts'
import type { KeyBytes } from './key-bytes.ts'

/** Above all pre-releases. */
const RELEASE = 0xff
const WORD = 0xf0

/** Key of semverOrder: numbers up to the last that is not zero, then the pre-release or RELEASE. */
export function writeSemver(key: KeyBytes, text: string, maxNumber = ''): void {
  let start = 0
  while (start < text.length && text.charCodeAt(start) <= 32) start++
  const shown = text.slice(start)
  const [core = '', numbers = ''] = /^=?(?:v(?=\d))?(\d*(?:\.\d+)*)/i.exec(shown) ?? []
  key.numbers(numbers.split('.'))
  const plus = shown.indexOf('+', core.length)
  const prerelease = shown.slice(core.length, plus < 0 ? shown.length : plus)
  if (prerelease === '') key.byte(RELEASE)
  else writeIdentifiers(key, prerelease.replace(/^[-.]/, ''), maxNumber)
}

/** Identifiers between dots: numbers before words, a longer list after its beginning. */
export function writeIdentifiers(key: KeyBytes, text: string, maxNumber = ''): void {
  for (const identifier of text.split('.')) {
    if (/^\d+$/.test(identifier) && (maxNumber === '' || numberOrder(identifier, maxNumber) <= 0)) key.number(identifier)
    else {
      key.byte(WORD)
      key.text(identifier)
    }
  }
  key.byte(END)
}
