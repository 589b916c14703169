import { isSemverLike, semverOrder } from '../semver-order.ts'
import { plainOrder } from '../version-order.ts'
import { defineVersionScheme } from '../version-scheme.ts'

/** Semantic Versioning, but `-3` at the end is Bitnami's packaging revision of the same upstream version and does not count. */
export default defineVersionScheme({
  id: 'bitnami',
  ecosystems: ['Bitnami'],
  authority: 'Semantic Versioning 2.0.0 §11; revisions as in bitnami/go-version',
  valid: isSemverLike,
  compare(a, b) {
    const plain = plainOrder(a, b)
    return plain === plain ? plain : semverOrder(withoutRevision(a), withoutRevision(b))
  },
})

function withoutRevision(version: string): string {
  const hyphen = version.indexOf('-')
  return hyphen > 0 && /^-\d{1,9}(?:\+|$)/.test(version.slice(hyphen, hyphen + 12)) ? version.slice(0, hyphen) : version
}
