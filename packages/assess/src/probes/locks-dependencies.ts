import { no, notApplicable, yes } from '../documents/answer.ts'
import { buildsInUse } from '../documents/builds-in-use.ts'
import { lockFiles } from '../documents/lock-files.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe({
  id: 'locksDependencies',
  title: 'Are dependencies locked with hashes?',
  remediation: {
    text: 'Commit the lock file of the package manager; for pip use hashes (pip-compile --generate-hashes, uv lock)',
    effort: 'low',
  },
  run(facts) {
    const manifests = buildsInUse(facts).filter(({ system }) => system.manifest && system.ecosystem !== undefined)
    if (manifests.length === 0) return notApplicable('There is no package manifest', [{ path: '.' }])
    const locks = lockFiles(facts)
    const hashed = locks.filter(({ hashes }) => hashes)
    if (hashed.length > 0)
      return yes(
        `${hashed.length} lock files hold hashes`,
        hashed.map(({ path }) => ({ path })),
      )
    if (locks.length > 0)
      return no(
        'The lock files hold no hashes',
        locks.map(({ path }) => ({ path })),
      )
    return no(
      'No lock file is committed',
      manifests.flatMap(({ paths }) => paths.slice(0, 1).map((path) => ({ path }))),
    )
  },
})
