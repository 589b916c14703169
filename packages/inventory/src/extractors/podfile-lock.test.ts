import { expect, test } from 'vitest'
import { extractionText } from '../../../../test/extraction-text.ts'
import { mutationFaults } from '../../../../test/mutate.ts'
import pods from './podfile-lock.ts'

const LOCK = `PODS:
  - Alpha (1.2.3):
    - Beta/Core (~> 2.0)
    - Gamma
  - Beta/Core (2.0.1)
  - Beta/Extra (2.0.1):
    - Beta/Core
  - "Delta+More (0.1)"
  - Gamma (0.9.0-beta.1)
  - Mine (0.0.1):
    - Alpha

DEPENDENCIES:
  - Alpha (~> 1.2)
  - Beta/Extra
  - "Delta+More (from \`https://git.example/delta.git\`, branch \`main\`)"
  - Mine (from \`../mine\`)

SPEC REPOS:
  trunk:
    - Alpha
    - Beta
    - Gamma

EXTERNAL SOURCES:
  Delta+More:
    :branch: main
    :git: https://git.example/delta.git
  Mine:
    :path: "../mine"

CHECKOUT OPTIONS:
  Delta+More:
    :commit: 0123456789012345678901234567890123456789
    :git: https://git.example/delta.git

SPEC CHECKSUMS:
  Alpha: 4ea1197a744f2fb5fb875fe31caf17ded4762e8f

PODFILE CHECKSUM: 07aa55f54421f6e6d3a920c11716a89fc9243d1b

COCOAPODS: 1.15.2
`

test('pods, subspecs, git and local sources', () => {
  expect(extractionText(pods, { 'ios/Podfile.lock': LOCK })).toMatchInlineSnapshot(`
    "podfile-lock 1.15.2: read, 5 packages, skipped 1 × local path
    :2 pkg:cocoapods/Alpha@1.2.3 runtime direct
    :5 pkg:cocoapods/Beta@2.0.1#Core runtime transitive
    :6 pkg:cocoapods/Beta@2.0.1#Extra runtime direct
    :8 pkg:cocoapods/Delta%2BMore@0.1?vcs_url=git%2Bhttps:%2F%2Fgit.example%2Fdelta.git%400123456789012345678901234567890123456789 runtime direct
    :9 pkg:cocoapods/Gamma@0.9.0-beta.1 runtime transitive
      pkg:cocoapods/Alpha@1.2.3 → pkg:cocoapods/Beta@2.0.1#Core
      pkg:cocoapods/Alpha@1.2.3 → pkg:cocoapods/Gamma@0.9.0-beta.1
      pkg:cocoapods/Beta@2.0.1#Extra → pkg:cocoapods/Beta@2.0.1#Core
      [Mine 0.0.1 in mine] → pkg:cocoapods/Alpha@1.2.3
      [· in ios] → pkg:cocoapods/Alpha@1.2.3
      [· in ios] → pkg:cocoapods/Beta@2.0.1#Extra
      [· in ios] → pkg:cocoapods/Delta%2BMore@0.1?vcs_url=git%2Bhttps:%2F%2Fgit.example%2Fdelta.git%400123456789012345678901234567890123456789
      [· in ios] → [Mine 0.0.1 in mine]"
  `)
})

test.each([
  [
    'a pod that is asked for and gone',
    LOCK.replace('  - Gamma (0.9.0-beta.1)\n', '').replace('  - Beta/Extra\n', '  - Gamma\n'),
    '! entries-lost',
  ],
  ['a cut', LOCK.slice(0, LOCK.indexOf('COCOAPODS')), '! malformed :? the closing key COCOAPODS is missing'],
  ['an unknown section', LOCK + '\nNEW THINGS: []\n', '! unsupported-content :44 not understood: NEW THINGS'],
  ['a pod without parentheses', LOCK.replace('Gamma (0.9.0-beta.1)', 'Gamma = 1'), '! unsupported-content :9'],
])('%s is reported', (_, lock, problem) => expect(extractionText(pods, { 'Podfile.lock': lock })).toContain(problem))

test('damaged copies lose nothing silently', () => {
  expect(mutationFaults(pods, 'Podfile.lock', LOCK)).toEqual([])
})
