import { writeSemver } from '../semver-key.ts'
import { defineVersionKey } from '../version-key-scheme.ts'

export default defineVersionKey({
  id: 'githubactions',
  write: (key, text) => writeSemver(key, text),
})
