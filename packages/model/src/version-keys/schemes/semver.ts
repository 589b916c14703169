import { writeSemver } from '../semver-key.ts'
import { defineVersionKey } from '../version-key-scheme.ts'

export default defineVersionKey({
  id: 'semver',
  write: (key, text) => writeSemver(key, text),
})
