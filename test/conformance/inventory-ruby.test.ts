import { EXTRACTORS } from '@cupel/inventory'
import { expect, test } from 'vitest'
import { mutants, mutationFaults } from '../mutate.ts'
import type { MutationOptions } from '../mutate.ts'

const GEMS = ['concurrent-ruby', 'nokogiri', 'rack', 'rake']

interface Family {
  readonly id: string
  readonly path: string
  readonly text: string
  readonly options: MutationOptions
}

const FAMILIES: readonly Family[] = [
  {
    id: 'gemfile-lock',
    path: 'Gemfile.lock',
    text: `GEM\n  remote: https://registry.example/\n  specs:\n${GEMS.map((name, at) => `    ${name} (1.${at}.0)\n`).join('')}\nPLATFORMS\n  ruby\n\nDEPENDENCIES\n${GEMS.map((name) => `  ${name}\n`).join('')}\nBUNDLED WITH\n   2.5.0\n`,
    options: {},
  },
]

test.each(FAMILIES)('$id: damaged copies lose nothing silently', async ({ id, path, text, options }) => {
  const extractor = await EXTRACTORS.find((entry) => entry.id === id)?.load()
  if (extractor === undefined) throw new Error(`no extractor ${id}`)
  const faults = mutationFaults(extractor, path, text, options)
  console.log(`${id}: ${mutants(text, options).length} mutants, ${faults.length} faults`)
  expect(faults).toEqual([])
})
