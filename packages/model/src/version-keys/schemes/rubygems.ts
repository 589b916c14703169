import { isDigit } from '../../version-order.ts'
import { isZero } from '../key-bytes.ts'
import type { KeyBytes } from '../key-bytes.ts'
import { defineVersionKey } from '../version-key-scheme.ts'

const WORD = 0x02
const ZEROS_THEN_WORD = 0x03
const TEXT_END = 0x04
const ZEROS_THEN_NUMBER = 0x05

/**
 * A text that ends goes on with zeros for ever. So zeros are written together with what follows them: before a word the
 * more of them the later, but below the end; before a number the more the earlier, but above it.
 */
export default defineVersionKey({
  id: 'rubygems',
  write(key, text) {
    let zeros = 0
    let words = false
    for (const token of text.replaceAll('-', '.pre.').match(/\d+|[a-z]+/gi) ?? []) {
      if (!isDigit(token.charCodeAt(0))) {
        writeWord(key, words ? zeros : 0, token)
        words = true
      } else if (isZero(token)) {
        zeros++
        continue
      } else writeNumber(key, zeros, token)
      zeros = 0
    }
    key.byte(TEXT_END)
  },
})

function writeWord(key: KeyBytes, zeros: number, word: string): void {
  key.byte(zeros === 0 ? WORD : ZEROS_THEN_WORD)
  if (zeros > 0) key.number(String(zeros))
  key.text(word)
}

function writeNumber(key: KeyBytes, zeros: number, number: string): void {
  if (zeros > 0) {
    key.byte(ZEROS_THEN_NUMBER)
    key.byte(0xff - (zeros >> 8))
    key.byte(0xff - (zeros & 255))
  }
  key.number(number)
}
