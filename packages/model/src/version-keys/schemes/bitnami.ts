import { writeSemver } from '../semver-key.ts'
import { defineVersionKey } from '../version-key-scheme.ts'

/** Bitnami's revision (`-3`) does not count. */
export default defineVersionKey({
  id: 'bitnami',
  write(key, text) {
    const hyphen = text.indexOf('-')
    const revised = hyphen > 0 && /^-\d{1,9}(?:\+|$)/.test(text.slice(hyphen, hyphen + 12))
    writeSemver(key, revised ? text.slice(0, hyphen) : text)
  },
})
