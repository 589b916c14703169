import { expect, test } from 'vitest'
import { extractionText } from '../../../../test/extraction-text.ts'
import { mutationFaults } from '../../../../test/mutate.ts'
import cabal from './cabal-freeze.ts'

const LOCK = `active-repositories: hackage.example:merge
constraints: any.aeson ==2.1.2.1,
             aeson -cffi +ordered-keymap,
             -- a comment
             any.base installed,
             any.text ==2.0.2 || ==2.0.1,
             any.happy >=1.20,
             setup.Cabal ==3.10.1.0,
             any.zlib ==0.6.3.0
index-state: hackage.example 2024-01-01T00:00:00Z
with-compiler: ghc-9.4.7
`

test('exact versions are pinned; flags are known; ranges are not pinned', () => {
  expect(extractionText(cabal, { 'cabal.project.freeze': LOCK })).toMatchInlineSnapshot(`
    "cabal-freeze ?: read, 6 packages, skipped 1 × flag setting
    :2 pkg:hackage/aeson@2.1.2.1 runtime
    :5 pkg:hackage/base runtime
    :6 pkg:hackage/text runtime
    :7 pkg:hackage/happy runtime
    :8 pkg:hackage/Cabal@3.10.1.0 build
    :9 pkg:hackage/zlib@0.6.3.0 runtime"
  `)
})

test.each([
  ['a name alone', 'constraints: any.aeson\n', '! unsupported-content :1 not understood: any.aeson'],
  ['a line outside of a field', 'aeson ==1.0\n', '! unsupported-content :1'],
  ['no constraints', 'index-state: 1\n', 'note malformed :? the file has no constraints'],
])('%s is reported', (_, lock, problem) => expect(extractionText(cabal, { 'cabal.project.freeze': lock })).toContain(problem))

test('damaged copies lose nothing silently', () => {
  expect(mutationFaults(cabal, 'cabal.project.freeze', LOCK, { wholeAfterCut: () => true })).toEqual([])
})
