import { END } from '../key-bytes.ts'
import type { KeyBytes } from '../key-bytes.ts'
import { defineVersionKey } from '../version-key-scheme.ts'

const PATTERN = /^(\d+(?:\.\d+)*)([a-z]?)((?:_(?:alpha|beta|pre|rc|p)\d*)*)(?:-r(\d+))?$/
const NO_VERSION = 0x00
const FRACTION = 0x02
const SUFFIXES: Readonly<Record<string, number>> = { alpha: 1, beta: 2, pre: 3, rc: 4, p: 6 }
const SUFFIXES_END = 5

/** Numbers (with a leading zero: as fractions, below all others), letter, suffixes, revision. */
export default defineVersionKey({
  id: 'gentoo',
  write(key, text) {
    const match = PATTERN.exec(text)
    if (match === null) {
      key.byte(NO_VERSION)
      key.text(text)
      return
    }
    const [, numbers = '', letter = '', suffixes = '', revision = ''] = match
    writeNumbers(key, numbers.split('.'))
    key.text(letter)
    for (const [, word = '', number = ''] of suffixes.matchAll(/_(alpha|beta|pre|rc|p)(\d*)/g)) {
      key.byte(SUFFIXES[word] ?? SUFFIXES_END)
      key.number(number)
    }
    key.byte(SUFFIXES_END)
    key.number(revision)
  },
})

function writeNumbers(key: KeyBytes, numbers: readonly string[]): void {
  for (const [index, number] of numbers.entries()) {
    if (index > 0 && number.startsWith('0')) {
      key.byte(FRACTION)
      key.text(number.replace(/0+$/, ''))
    } else key.number(number)
  }
  key.byte(END)
}
