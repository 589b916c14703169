import { expect, test } from 'vitest'
import { extractionText } from '../../../../test/extraction-text.ts'
import composer from '../extractors/composer-lock.ts'
import gemfile from '../extractors/gemfile-lock.ts'
import pdm from '../extractors/pdm-lock.ts'
import poetry from '../extractors/poetry-lock.ts'
import type { Extractor } from '../extractor.ts'

const GEMS = (specs: string) => `GEM\n  remote: https://registry.example/\n  specs:\n${specs}\nPLATFORMS\n  ruby\n\nDEPENDENCIES\n  rails\n`
const POETRY = (dependencies: string) =>
  `[[package]]\nname = "a"\nversion = "1"\noptional = false\npython-versions = "*"\nfiles = []\n\n[package.dependencies]\n${dependencies}\n\n[metadata]\nlock-version = "2.0"\n`
const PDM = (dependencies: string) =>
  `[metadata]\nlock_version = "4.5.0"\n\n[[package]]\nname = "a"\nversion = "1"\ndependencies = [${dependencies}]\n`
const COMPOSER = (more: object) =>
  JSON.stringify({
    packages: [{ name: 'a/b', version: '1.0', require: { php: '>=8', 'ext-json': '*', 'c/d': '^1' }, ...more }],
    'packages-dev': [],
  })
const ROOT = { 'composer.json': '{"name":"own/root","provide":{"e/f":"*"}}' }

test.each<[name: string, extractor: Extractor, files: Record<string, string>, lost: string | null]>([
  [
    'Bundler: a gem that was cut out',
    gemfile,
    { 'Gemfile.lock': GEMS('    rails (7.0)\n      rack (>= 2)\n      rake\n') },
    ':4 rails needs rack, which the lock does not hold (and 1 more)',
  ],
  ['Bundler: itself is never in it', gemfile, { 'Gemfile.lock': GEMS('    rails (7.0)\n      bundler (>= 1)\n') }, null],
  ['Poetry: a package that was cut out', poetry, { 'poetry.lock': POETRY('B_c = ">=1"') }, ':? a needs b-c, which the lock does not hold'],
  [
    'Poetry: extras, markers, what installs packages, and the project itself',
    poetry,
    {
      'poetry.lock': POETRY(
        'x = {version = "*", optional = true}\ny = {version = "*", markers = "sys_platform == \'win32\'"}\nz = [{version = "1", markers = "python_version < \'3\'"}]\nsetuptools = "*"\nown = "*"',
      ),
      'pyproject.toml': '[tool.poetry]\nname = "own"\n',
    },
    null,
  ],
  ['PDM: a package that was cut out', pdm, { 'pdm.lock': PDM('"b>=1"') }, ':? a needs b, which the lock does not hold'],
  [
    'PDM: markers, what the project keeps out, and the project itself',
    pdm,
    {
      'pdm.lock': PDM('"x; sys_platform == \'win32\'", "kept-out>=1", "own"'),
      'pyproject.toml': '[project]\nname = "own"\n[tool.pdm.resolution]\nexcludes = ["kept_out"]\n',
    },
    null,
  ],
  [
    'Composer: a package that was cut out',
    composer,
    { 'composer.lock': COMPOSER({}), ...ROOT },
    ':? a/b needs c/d, which the lock does not hold',
  ],
  ['Composer: replaced by another one', composer, { 'composer.lock': COMPOSER({ replace: { 'C/D': '*' } }), ...ROOT }, null],
  [
    'Composer: provided by the project',
    composer,
    { 'composer.lock': COMPOSER({ require: { 'e/f': '1', 'own/root': '*' } }), ...ROOT },
    null,
  ],
  ['Composer: without its manifest nobody knows what the project stands for', composer, { 'composer.lock': COMPOSER({}) }, null],
])('%s', (_, extractor, files, lost) => {
  const found = extractionText(extractor, files)
    .split('\n')
    .filter((line) => line.includes('entries-lost'))
  expect(found).toEqual(lost === null ? [] : [`  ! entries-lost ${lost}`])
})
