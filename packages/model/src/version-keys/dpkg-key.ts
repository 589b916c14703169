import { digitsEnd, isDigit, isLetter } from '../version-order.ts'
import type { KeyBytes } from './key-bytes.ts'

const TILDE = 0x01
const RUN_END = 0x02

/**
 * Key of dpkgOrder: runs of non-digits and numbers in turn. The end of the text is written as the end of a run is, and an
 * absent number as zero, because dpkg compares a shorter text as if it went on that way.
 */
export function writeDpkg(key: KeyBytes, text: string): void {
  let at = 0
  do {
    for (; at < text.length && !isDigit(text.charCodeAt(at)); at++) writeCharacter(key, text.charCodeAt(at))
    key.byte(RUN_END)
    const end = digitsEnd(text, at)
    key.number(text.slice(at, end))
    at = end
  } while (at < text.length)
  key.byte(RUN_END)
}

/** `~`, the end, letters, all else. */
function writeCharacter(key: KeyBytes, code: number): void {
  if (code === 126) key.byte(TILDE)
  else if (isLetter(code)) key.byte(code)
  else if (code < 126) key.byte(0x80 + code)
  else key.wide(code)
}
