import { isSemverLike, semverOrder } from '../semver-order.ts'
import { defineVersionScheme } from '../version-scheme.ts'

/** Semantic Versioning 2.0.0, with `v` prefixes, Go's pseudo-versions and `+incompatible` (build metadata: ignored). */
export default defineVersionScheme({
  id: 'semver',
  ecosystems: ['Docker Hardened Images', 'GHC', 'Go', 'Hex', 'Kubernetes', 'SwiftURL', 'VSCode', 'crates.io', 'npm'],
  authority: 'Semantic Versioning 2.0.0 §11; golang.org/x/mod/semver',
  valid: isSemverLike,
  compare: semverOrder,
})
