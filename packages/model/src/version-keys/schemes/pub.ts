import { writeIdentifiers, writeSemver } from '../semver-key.ts'
import { defineVersionKey } from '../version-key-scheme.ts'

const NO_BUILD = 0x00

/** Semantic Versioning, then the build metadata. */
export default defineVersionKey({
  id: 'pub',
  write(key, text) {
    writeSemver(key, text)
    const plus = text.indexOf('+')
    if (plus < 0) key.byte(NO_BUILD)
    else writeIdentifiers(key, text.slice(plus + 1))
  },
})
