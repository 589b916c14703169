import { defineVersionKey } from '../version-key-scheme.ts'

/** Code units with the surrogates after all others, which is the order of the UTF-8 bytes, lone surrogates included. */
export default defineVersionKey({
  id: 'lexicographic',
  write(key, text) {
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at)
      if (code < 0xfe) key.byte(code + 1)
      else if (code < 0xd800) key.wide(code)
      else key.wide(code < 0xe000 ? code + 0x2000 : code - 0x800)
    }
    key.byte(0)
  },
})
