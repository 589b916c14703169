import { isDigit } from '../version-order.ts'
import type { KeyBytes } from './key-bytes.ts'

const TILDE = 0x01
const TEXT_END = 0x02
const CARET = 0x03
const LETTERS = 0x04

/** Key of rpmOrder. No key of it begins with 0x00. */
export function writeRpm(key: KeyBytes, text: string): void {
  for (const token of text.match(/\d+|[a-z]+|[~^]/gi) ?? []) {
    if (token === '~') key.byte(TILDE)
    else if (token === '^') key.byte(CARET)
    else if (isDigit(token.charCodeAt(0))) key.number(token)
    else {
      key.byte(LETTERS)
      key.text(token)
    }
  }
  key.byte(TEXT_END)
}
