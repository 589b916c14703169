import { END } from '../key-bytes.ts'
import { defineVersionKey } from '../version-key-scheme.ts'

const NO_LIST = 0x00

/** A longer list of numbers comes after its beginning; what is no list stands before all. */
export default defineVersionKey({
  id: 'hackage',
  write(key, text) {
    if (!/^\d+(?:\.\d+)*$/.test(text)) {
      key.byte(NO_LIST)
      key.text(text)
      return
    }
    for (const number of text.split('.')) key.number(number)
    key.byte(END)
  },
})
