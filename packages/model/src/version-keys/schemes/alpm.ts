import { isDigit, runEnd, separatorsEnd } from '../../version-order.ts'
import type { KeyBytes } from '../key-bytes.ts'
import { defineVersionKey } from '../version-key-scheme.ts'

const WORD = 0x01
const TEXT_END = 0x02
const NUMBER = 0x03
const SEPARATED = 0x04

/**
 * Epoch, version, release. Only for texts that have a release, and whose version and release end with a letter or a digit:
 * a version without release equals all its releases, and a separator at the end makes circles.
 */
export default defineVersionKey({
  id: 'alpm',
  ordered: (text) => /[a-z0-9]-[^-]*[a-z0-9]$/i.test(text),
  write(key, text) {
    const [before = '', epoch = ''] = /^(\d*):/.exec(text) ?? []
    const rest = text.slice(before.length)
    const hyphen = rest.lastIndexOf('-')
    key.number(epoch)
    writeRuns(key, rest.slice(0, hyphen))
    writeRuns(key, rest.slice(hyphen + 1))
  },
})

/** A word that nothing separates stands before the end. Where separators differ in number, their number decides. */
function writeRuns(key: KeyBytes, text: string): void {
  for (let at = 0; at < text.length;) {
    const start = separatorsEnd(text, at)
    const end = runEnd(text, start)
    if (start > at) {
      key.byte(SEPARATED)
      key.number(String(start - at))
    }
    const numeric = isDigit(text.charCodeAt(start))
    key.byte(numeric ? NUMBER : WORD)
    if (numeric) key.number(text.slice(start, end))
    else key.text(text.slice(start, end))
    at = end
  }
  key.byte(TEXT_END)
}
