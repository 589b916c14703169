import { writeDpkg } from '../dpkg-key.ts'
import { defineVersionKey } from '../version-key-scheme.ts'

/** Epoch, upstream version, revision; absent ones as zero. */
export default defineVersionKey({
  id: 'dpkg',
  write(key, text) {
    const [before = '', epoch = ''] = /^(\d+):/.exec(text) ?? []
    const rest = text.slice(before.length)
    const hyphen = rest.lastIndexOf('-')
    key.number(epoch)
    writeDpkg(key, hyphen < 0 ? rest : rest.slice(0, hyphen))
    writeDpkg(key, hyphen < 0 ? '' : rest.slice(hyphen + 1))
  },
})
