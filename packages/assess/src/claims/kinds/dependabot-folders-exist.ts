import { manifestValue } from '../manifest-values.ts'
import { reading } from '../../facts/reading.ts'
import type { Facts } from '../../facts/facts.ts'
import type { Claim, ClaimKind } from '../claim.ts'

/** dependabot.yml says which folder is watched. */
export const dependabotFoldersExist: ClaimKind = {
  id: 'dependabot-folders-exist',
  title: 'Folders that Dependabot watches exist',
  check(facts) {
    const path = ['.github/dependabot.yml', '.github/dependabot.yaml'].find((file) => facts.files.has(file))
    if (path === undefined || manifestValue(facts, path, /^(version)/) === undefined) return []
    return (facts.files.text(path) ?? '').split('\n', 5_000).flatMap((line, at): readonly Claim[] => {
      const folder = /^\s*(?:-\s+)?directory:\s*["']?\/?([\w./@-]*?)\/?["']?\s*(?:#.*)?$/.exec(line.slice(0, 500))?.[1]
      if (folder === undefined || folder === '' || folder === '.') return []
      const there = foldersOf(facts).has(folder)
      const stated = { path, line: at + 1, snippet: line.trim().slice(0, 120) }
      return [
        {
          claim: `Dependabot watches ${folder}`,
          stated,
          verdict: there ? 'holds' : 'contradicted',
          message: there ? 'The folder is there' : 'There is no such folder: nothing is watched',
          evidence: [{ path: there ? folder : '.' }],
        },
      ]
    })
  },
}

const foldersOf = reading(
  ({ files }: Facts): ReadonlySet<string> =>
    new Set(
      files.paths.flatMap((one) =>
        one
          .split('/')
          .slice(0, -1)
          .map((_part, at, parts) => parts.slice(0, at + 1).join('/')),
      ),
    ),
)
