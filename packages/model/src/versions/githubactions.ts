import { isSemverLike, semverOrder } from '../semver-order.ts'
import { defineVersionScheme } from '../version-scheme.ts'

/** A tag of one or two numbers, which authors of actions move on to each release of its line. */
const MOVING = /^v?\d+(?:\.\d+)?$/i

/**
 * References of GitHub Actions: Semantic Versioning, and tags that move (GitHub, "Using tags for release management"): `v4` is the newest
 * release of 4, or a release of its own where nobody moves it.
 */
export default defineVersionScheme({
  id: 'githubactions',
  ecosystems: ['GitHub Actions'],
  authority: 'Semantic Versioning 2.0.0 §11; GitHub Actions, "Using tags for release management"',
  valid: isSemverLike,
  compare: semverOrder,
  newest: (version) => (MOVING.test(version) ? `${version}.999999999999.999999999999` : null),
})
