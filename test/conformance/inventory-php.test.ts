import { EXTRACTORS } from '@cupel/inventory'
import { expect, test } from 'vitest'
import { mutants, mutationFaults } from '../mutate.ts'
import type { MutationOptions } from '../mutate.ts'

const PACKAGES = ['monolog/monolog', 'psr/log', 'symfony/console'].map((name, at) => ({ name, version: `1.${at}.0`, license: ['MIT'] }))

interface Family {
  readonly id: string
  readonly path: string
  readonly text: string
  readonly options: MutationOptions
}

const FAMILIES: readonly Family[] = [
  {
    id: 'composer-lock',
    path: 'composer.lock',
    text: JSON.stringify({ 'content-hash': 'x', packages: PACKAGES, 'packages-dev': [] }, null, 4),
    options: {},
  },
  {
    id: 'composer-installed',
    path: 'vendor/composer/installed.json',
    text: JSON.stringify({ packages: PACKAGES, dev: true, 'dev-package-names': [] }, null, 4),
    options: {},
  },
  {
    id: 'renv-lock',
    path: 'renv.lock',
    text: JSON.stringify(
      {
        R: { Version: '4.3.1' },
        Packages: { R6: { Package: 'R6', Version: '2.5.1', Source: 'Repository' }, rlang: { Package: 'rlang', Version: '1.1.1' } },
      },
      null,
      2,
    ),
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
