import { EXTRACTORS } from '@cupel/inventory'
import { expect, test } from 'vitest'
import { mutants, mutationFaults } from '../mutate.ts'
import type { MutationOptions } from '../mutate.ts'

const MODULES = ['example.com/a', 'example.com/b/v2', 'golang.org/x/net', 'gopkg.in/yaml.v3']

interface Family {
  readonly id: string
  readonly path: string
  readonly text: string
  readonly options: MutationOptions
}

const FAMILIES: readonly Family[] = [
  {
    id: 'go-mod',
    path: 'go.mod',
    text: `module example.com/app\n\ngo 1.22.1\n\nrequire (\n${MODULES.map((path, at) => `\t${path} v1.${at}.0\n`).join('')})\n`,
    // Before the block of requirements, a go.mod is whole at the end of every line.
    options: { wholeAfterCut: (text) => !text.includes('require (') },
  },
]

test.each(FAMILIES)('$id: damaged copies lose nothing silently', async ({ id, path, text, options }) => {
  const extractor = await EXTRACTORS.find((entry) => entry.id === id)?.load()
  if (extractor === undefined) throw new Error(`no extractor ${id}`)
  const faults = mutationFaults(extractor, path, text, options)
  console.log(`${id}: ${mutants(text, options).length} mutants, ${faults.length} faults`)
  expect(faults).toEqual([])
})
