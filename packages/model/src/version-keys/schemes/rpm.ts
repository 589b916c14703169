import { writeRpm } from '../rpm-key.ts'
import { defineVersionKey } from '../version-key-scheme.ts'

const NO_RELEASE = 0x00

/** Epoch, version, release; a version without release before all its releases. */
export default defineVersionKey({
  id: 'rpm',
  write(key, text) {
    const [before = '', epoch = ''] = /^(\d*):/.exec(text) ?? []
    const rest = text.slice(before.length)
    const hyphen = rest.indexOf('-')
    key.number(epoch)
    writeRpm(key, hyphen < 0 ? rest : rest.slice(0, hyphen))
    if (hyphen < 0) key.byte(NO_RELEASE)
    else writeRpm(key, rest.slice(hyphen + 1))
  },
})
