import { expect, test } from 'vitest'
import { extractionText } from '../../../../test/extraction-text.ts'
import { mutationFaults } from '../../../../test/mutate.ts'
import paket from './paket-lock.ts'

const LOCK = `STORAGE: NONE
RESTRICTION: == net8.0
NUGET
  remote: https://registry.example/v3/index.json
    Alpha (1.2.3)
      Beta (>= 2.0) - restriction: >= netstandard2.0
    Beta (2.0.1) - copy_local: true, restriction: >= netstandard2.0
GITHUB
  remote: owner/repository
    src/File.fs (0123456789012345678901234567890123456789)
      Alpha
GIT
  remote: https://git.example/group/tool.git
     (abcdef0123456789abcdef0123456789abcdef01)
HTTP
  remote: https://files.example
    script.fs (/script.fs)

GROUP Test
NUGET
  remote: https://registry.example/v3/index.json
  specs: true
    Alpha (1.3.0)
    Checks (0.1)
      alpha
`

test('groups, sources and edges inside a group', () => {
  expect(extractionText(paket, { 'paket.lock': LOCK })).toMatchInlineSnapshot(`
    "paket-lock ?: partial, 6 packages, skipped 1 × file by URL
    :5 pkg:nuget/Alpha@1.2.3 runtime
    :7 pkg:nuget/Beta@2.0.1 runtime
    :10 pkg:github/owner/repository@0123456789012345678901234567890123456789#src/File.fs runtime
    :14 pkg:generic/tool?vcs_url=git%2Bhttps:%2F%2Fgit.example%2Fgroup%2Ftool.git%40abcdef0123456789abcdef0123456789abcdef01 runtime
    :23 pkg:nuget/Alpha@1.3.0 test
    :24 pkg:nuget/Checks@0.1 test
      pkg:nuget/Alpha@1.2.3 → pkg:nuget/Beta@2.0.1
      pkg:github/owner/repository@0123456789012345678901234567890123456789#src/File.fs → pkg:nuget/Alpha@1.2.3
      pkg:nuget/Checks@0.1 → pkg:nuget/Alpha@1.3.0
      ! version-unpinned :17 the file script.fs is fetched from an address that names no package and version"
  `)
})

test('paket.dependencies tells what is direct', () => {
  const dependencies = 'source https://registry.example\nnuget alpha ~> 1\n'
  expect(extractionText(paket, { 'paket.lock': LOCK, 'paket.dependencies': dependencies })).toContain(
    'pkg:nuget/Beta@2.0.1 runtime transitive',
  )
})

test.each([
  ['another section', 'APT\n  remote: x\n', '! unsupported-content :1 not understood: APT'],
  ['an entry without version', 'NUGET\n  remote: x\n    Alpha\n', '! unsupported-content :3 not understood: Alpha'],
  ['nothing', '', 'note malformed'],
])('%s is reported', (_, lock, problem) => expect(extractionText(paket, { 'paket.lock': lock })).toContain(problem))

test('damaged copies lose nothing silently', () => {
  expect(mutationFaults(paket, 'paket.lock', LOCK, { wholeAfterCut: () => true })).toEqual([])
})
