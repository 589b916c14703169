import { EXTRACTORS } from '@cupel/inventory'
import { expect, test } from 'vitest'
import { mutants, mutationFaults } from '../mutate.ts'
import type { MutationOptions } from '../mutate.ts'

const CRATES = ['bitflags', 'cfg-if', 'libc', 'serde']

interface Family {
  readonly id: string
  readonly path: string
  readonly text: string
  readonly options: MutationOptions
}

const FAMILIES: readonly Family[] = [
  {
    id: 'cargo-lock',
    path: 'Cargo.lock',
    text: `# This file is generated.\nversion = 4\n\n[[package]]\nname = "app"\nversion = "0.1.0"\ndependencies = [\n${CRATES.map((name) => ` "${name}",\n`).join('')}]\n\n${CRATES.map((name, at) => `[[package]]\nname = "${name}"\nversion = "1.${at}.0"\nsource = "registry+https://registry.example/index"\nchecksum = "${'a'.repeat(64)}"\n`).join('\n')}`,
    options: {
      unknownVersion: (text) => text.replace('version = 4', 'version = 9'),
      // Cut in the table of the project itself: a project without dependencies.
      wholeAfterCut: (text) => /name = "app"\n(?:version = "[^"]*"\n?)?\s*$/.test(text),
    },
  },
]

test.each(FAMILIES)('$id: damaged copies lose nothing silently', async ({ id, path, text, options }) => {
  const extractor = await EXTRACTORS.find((entry) => entry.id === id)?.load()
  if (extractor === undefined) throw new Error(`no extractor ${id}`)
  const faults = mutationFaults(extractor, path, text, options)
  console.log(`${id}: ${mutants(text, options).length} mutants, ${faults.length} faults`)
  expect(faults).toEqual([])
})
