import { writePlain } from '../plain-key.ts'
import { defineVersionKey } from '../version-key-scheme.ts'

/** Epoch, version, revision. */
export default defineVersionKey({
  id: 'freebsd',
  write(key, text) {
    const [, version = text, revision = '', epoch = ''] = /^([^_,]*)(?:_(\d+))?(?:,(\d+))?$/.exec(text) ?? []
    key.number(epoch)
    writePlain(key, version)
    key.number(revision)
  },
})
