import { DEFAULT_LIMITS, memoryTree } from '@cupel/source'
import { expect, test } from 'vitest'
import { dependencyPaths } from '../dependency-paths.ts'
import { EXTRACTORS } from '../extractors.gen.ts'
import { inventoryTree } from '../inventory.ts'

const metadata = (name: string, ...requires: readonly string[]) =>
  `Metadata-Version: 2.1\nName: ${name}\nVersion: 1.0\n${requires.map((one) => `Requires-Dist: ${one}\n`).join('')}\nText\nRequires-Dist: none\n`

test('a folder of installed distributions has one graph, with paths to what is needed', async () => {
  const place = 'lib/python3.12/site-packages'
  const files = {
    [`${place}/Flask-1.0.dist-info/METADATA`]: metadata('Flask', 'Jinja2 (>=3)', 'asgiref>=3 ; extra == "async"', 'absent'),
    [`${place}/jinja2-1.0.dist-info/METADATA`]: metadata('Jinja2', 'MarkupSafe>=2.0'),
    [`${place}/markupsafe-1.0.dist-info/METADATA`]: metadata('MarkupSafe'),
    [`${place}/asgiref-1.0.dist-info/METADATA`]: metadata('asgiref'),
  }
  const { graphs, problems } = await inventoryTree(memoryTree(files), { extractors: EXTRACTORS, limits: DEFAULT_LIMITS })
  expect(graphs.find(({ path }) => path === place)?.edges).toHaveLength(4)
  expect(dependencyPaths(graphs).to('pkg:pypi/markupsafe@1.0', 2)).toEqual([
    [place, 'pkg:pypi/flask@1.0', 'pkg:pypi/jinja2@1.0', 'pkg:pypi/markupsafe@1.0'],
  ])
  expect(problems).toEqual([])
})
