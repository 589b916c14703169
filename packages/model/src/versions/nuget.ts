import { isSemverLike, semverOrder } from '../semver-order.ts'
import { plainOrder } from '../version-order.ts'
import { defineVersionScheme } from '../version-scheme.ts'

const MAX_INT32 = '2147483647'

/** Four numbers, case-insensitive pre-releases, build metadata ignored. */
export default defineVersionScheme({
  id: 'nuget',
  ecosystems: ['NuGet'],
  authority: 'NuGet.Versioning VersionComparer.Default',
  valid: isSemverLike,
  compare(a, b) {
    const plain = plainOrder(a, b)
    return plain === plain ? plain : semverOrder(a.toLowerCase(), b.toLowerCase(), MAX_INT32)
  },
})
