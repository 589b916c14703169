import { isDigit } from '../../version-order.ts'
import { defineVersionKey } from '../version-key-scheme.ts'

const OTHER_WORD = 0x01
const FORMS: readonly (readonly [prefix: string, tag: number])[] = [
  ['dev', 0x02],
  ['a', 0x03],
  ['b', 0x04],
  ['RC', 0x05],
  ['rc', 0x05],
  ['p', 0xf0],
]
const TEXT_END = 0x06

/** Words by their form alone, numbers by value. */
export default defineVersionKey({
  id: 'packagist',
  write(key, text) {
    for (const token of text.replace(/^v/i, '').match(/\d+|[^\d.+_#-]+/g) ?? []) {
      if (isDigit(token.charCodeAt(0))) key.number(token)
      else key.byte(FORMS.find(([prefix]) => token.startsWith(prefix))?.[1] ?? OTHER_WORD)
    }
    key.byte(TEXT_END)
  },
})
