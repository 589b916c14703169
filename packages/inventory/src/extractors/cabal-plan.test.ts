import { memoryTree } from '@cupel/source'
import { expect, test } from 'vitest'
import { extractFile } from '../extract-file.ts'
import cabalPlan from './cabal-plan.ts'

const PATH = 'dist-newstyle/cache/plan.json'

test('compiler, packages once, local ones as projects, edges of components', () => {
  const plan = {
    'cabal-version': '3.10.1.0',
    'compiler-id': 'ghc-9.4.7',
    'install-plan': [
      { type: 'pre-existing', id: 'base-4.17', 'pkg-name': 'base', 'pkg-version': '4.17', depends: [] },
      {
        type: 'configured',
        id: 'aeson-2',
        'pkg-name': 'aeson',
        'pkg-version': '2.0.0.0',
        'pkg-src-sha256': 'a'.repeat(64),
        depends: ['base-4.17'],
      },
      { type: 'configured', id: 'aeson-2-l', 'pkg-name': 'aeson', 'pkg-version': '2.0.0.0', depends: [] },
      {
        type: 'configured',
        id: 'app',
        style: 'local',
        'pkg-name': 'app',
        'pkg-version': '0.1',
        components: { 'exe:app': { depends: ['aeson-2'] } },
      },
    ],
  }
  const { components, graph, coverage, problems } = extractFile(memoryTree({ [PATH]: JSON.stringify(plan) }), cabalPlan, PATH)
  expect(components.map(({ purl, ecosystem, direct, hashes }) => [purl, ecosystem, direct, hashes.length])).toEqual([
    ['pkg:generic/ghc@9.4.7', 'GHC', false, 0],
    ['pkg:hackage/base@4.17', 'Hackage', false, 0],
    ['pkg:hackage/aeson@2.0.0.0', 'Hackage', true, 1],
  ])
  expect([graph.edges.length, problems]).toEqual([2, []])
  expect(coverage.skipped).toEqual([
    { what: 'further component of a listed package', count: 1 },
    { what: 'local package', count: 1 },
  ])
  expect(extractFile(memoryTree({ [PATH]: '{}' }), cabalPlan, PATH).problems).toMatchObject([{ code: 'malformed' }])
})
