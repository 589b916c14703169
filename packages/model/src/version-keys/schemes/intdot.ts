import { defineVersionKey } from '../version-key-scheme.ts'

const NO_NUMBER = 0x00

/** The numbers at the beginning, missing ones zero; a text without stands first. */
export default defineVersionKey({
  id: 'intdot',
  write(key, text) {
    const numbers = /^\d+(?:\.\d+)*/.exec(text)?.[0]
    if (numbers !== undefined) return key.numbers(numbers.split('.'))
    key.byte(NO_NUMBER)
    key.text(text)
  },
})
