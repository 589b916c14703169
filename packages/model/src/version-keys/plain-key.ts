import { isDigit, runEnd, separatorsEnd } from '../version-order.ts'
import type { KeyBytes } from './key-bytes.ts'

const BEFORE = new Set(['alpha', 'beta', 'a', 'b', 'dev', 'm', 'milestone', 'pre', 'preview', 'rc', 'snapshot'])

const BEFORE_WORD = 0x01
const TEXT_END = 0x02
const WORD = 0x03

/** Key of the scheme `plain`: pre-release words, the end, other words, numbers. */
export function writePlain(key: KeyBytes, text: string): void {
  for (let at = separatorsEnd(text, 0); at < text.length;) {
    const end = runEnd(text, at)
    if (isDigit(text.charCodeAt(at))) key.number(text.slice(at, end))
    else {
      const word = text.slice(at, end).toLowerCase()
      key.byte(BEFORE.has(word) ? BEFORE_WORD : WORD)
      key.text(word)
    }
    at = separatorsEnd(text, end)
  }
  key.byte(TEXT_END)
}
