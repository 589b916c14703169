import type { Facts } from '../facts/facts.ts'
import { reading } from '../facts/reading.ts'
import { BUILD_SYSTEMS } from './build-systems.ts'
import type { BuildSystem } from './build-systems.ts'
import { isTestPath, isThirdParty } from './source-kind.ts'

export interface BuildUse {
  readonly system: BuildSystem
  /** The files of the project that say so, the nearest to the root first. */
  readonly paths: readonly string[]
}

/** The build systems of the project itself; what tests, examples and vendored code bring along does not count. */
export const buildsInUse: (facts: Facts) => readonly BuildUse[] = reading(({ files }) => {
  const found = new Map<BuildSystem, string[]>()
  for (const path of files.paths) {
    const lower = path.toLowerCase()
    if (
      isThirdParty(lower) ||
      isTestPath(lower) ||
      /(?:^|\/)(?:examples?|samples?|demos?|templates?|tmpl|\.github|\.circleci|\.devcontainer|benchmarks?|contrib)\//.test(lower)
    )
      continue
    for (const system of BUILD_SYSTEMS) {
      if (!system.files.test(lower)) continue
      // `DESCRIPTION` is R's only beside its source.
      if (system.name === 'R package' && !files.paths.some((other) => /^(?:.*\/)?R\/.*\.[rR]$/.test(other))) continue
      const paths = found.get(system)
      if (paths === undefined) found.set(system, [path])
      else paths.push(path)
    }
  }
  return [...found].map(([system, paths]) => ({ system, paths: paths.sort((a, b) => a.split('/').length - b.split('/').length) }))
})
