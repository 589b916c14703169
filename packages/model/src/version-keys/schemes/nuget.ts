import { writeSemver } from '../semver-key.ts'
import { defineVersionKey } from '../version-key-scheme.ts'

/** Case does not count; identifiers above 2³¹−1 are words. */
export default defineVersionKey({
  id: 'nuget',
  write: (key, text) => writeSemver(key, text.toLowerCase(), '2147483647'),
})
