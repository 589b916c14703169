import { isSemverLike, semverBuildOrder, semverOrder } from '../semver-order.ts'
import { defineVersionScheme } from '../version-scheme.ts'

/** Semantic Versioning in which build metadata orders too: `1.0.0 < 1.0.0+1 < 1.0.0+2`. */
export default defineVersionScheme({
  id: 'pub',
  ecosystems: ['Julia', 'Pub'],
  authority: 'pub_semver Version.compareTo; Julia Base.VersionNumber isless',
  valid: isSemverLike,
  compare: (a, b) => semverOrder(a, b) || semverBuildOrder(a, b),
})
