import { digitsEnd } from '../../version-order.ts'
import { END, isZero } from '../key-bytes.ts'
import type { KeyBytes } from '../key-bytes.ts'
import { defineVersionKey } from '../version-key-scheme.ts'

const LOW_TEXT = 0x02
const HIGH_TEXT = 0xf0
const NO_BUILD = 0x00
const NO_PRE = 0xff

/** Items, pre-release, build; each of the last two again such a version. */
export default defineVersionKey({
  id: 'conan',
  write: writeParts,
})

function writeParts(key: KeyBytes, text: string): void {
  const plus = text.lastIndexOf('+')
  const rest = plus < 0 ? text : text.slice(0, plus)
  const hyphen = rest.lastIndexOf('-')
  writeItems(key, (hyphen < 0 ? rest : rest.slice(0, hyphen)).split('.'))
  if (hyphen < 0) key.byte(NO_PRE)
  else writeParts(key, rest.slice(hyphen + 1))
  if (plus < 0) key.byte(NO_BUILD)
  else writeParts(key, text.slice(plus + 1))
}

function writeItems(key: KeyBytes, items: readonly string[]): void {
  let count = items.length
  while (count > 0 && items[count - 1] !== '' && isZero(items[count - 1] ?? '')) count--
  for (const item of items.slice(0, count)) {
    const digits = digitsEnd(item, 0)
    if (digits > 0) key.number(item.slice(0, digits))
    else key.byte(item < '0' ? LOW_TEXT : HIGH_TEXT)
    key.text(item.slice(digits))
  }
  key.byte(END)
}
