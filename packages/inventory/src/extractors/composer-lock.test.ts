import { memoryTree } from '@cupel/source'
import { expect, test } from 'vitest'
import { extractionText } from '../../../../test/extraction-text.ts'
import installed from './composer-installed.ts'
import { extractFile } from '../extract-file.ts'
import composer from './composer-lock.ts'

const LOCK = `{
    "content-hash": "x",
    "packages": [
        {
            "name": "symfony/console",
            "version": "v5.4.0",
            "source": {"type": "git", "url": "https://git.example/console.git", "reference": "abc"},
            "dist": {"type": "zip", "url": "https://registry.example/c.zip", "shasum": "${'a'.repeat(40)}"},
            "require": {"php": ">=7", "ext-mbstring": "*", "psr/log-implementation": "1.0", "Monolog/Monolog": "*"},
            "authors": [{"name": "A. N. Other"}],
            "license": ["MIT", "GPL-2.0-only"]
        },
        {
            "name": "monolog/monolog",
            "version": "dev-main",
            "source": {"type": "git", "url": "https://git.example/monolog.git", "reference": "0123abc"},
            "provide": {"psr/log-implementation": "1.0"},
            "license": "MIT"
        },
        {
            "name": "acme/own",
            "version": "1.0.0",
            "dist": {"type": "path", "url": "./own"}
        }
    ],
    "packages-dev": [
        {"name": "phpunit/phpunit", "version": "9.5.0", "license": ["BSD-3-Clause"]}
    ],
    "platform": {"php": ">=7"},
    "plugin-api-version": "2.6.0"
}
`

test('versions as published, branches with their commit, licences, platform left out', () => {
  expect(extractionText(composer, { 'composer.lock': LOCK })).toMatchInlineSnapshot(`
    "composer-lock 2.6.0: read, 3 packages, skipped 1 × local path
    :5 pkg:composer/symfony/console@v5.4.0 runtime sha1:aaaaaa (MIT OR GPL-2.0-only)
    :14 pkg:composer/monolog/monolog@dev-main?vcs_url=git%2Bhttps:%2F%2Fgit.example%2Fmonolog.git%400123abc runtime (MIT)
    :27 pkg:composer/phpunit/phpunit@9.5.0 dev (BSD-3-Clause)
      pkg:composer/symfony/console@v5.4.0 → pkg:composer/monolog/monolog@dev-main?vcs_url=git%2Bhttps:%2F%2Fgit.example%2Fmonolog.git%400123abc"
  `)
})

test('composer.json tells what is direct', () => {
  const manifest = '{"name": "acme/app", "require": {"php": "*", "symfony/console": "^5"}, "require-dev": {"phpunit/phpunit": "^9"}}'
  const rows = extractionText(composer, { 'composer.lock': LOCK, 'composer.json': manifest }).split('\n')
  expect(rows.filter((row) => row.includes(' direct') || row.includes('['))).toMatchInlineSnapshot(`
    [
      ":5 pkg:composer/symfony/console@v5.4.0 runtime direct sha1:aaaaaa (MIT OR GPL-2.0-only)",
      ":27 pkg:composer/phpunit/phpunit@9.5.0 dev direct (BSD-3-Clause)",
      "  [acme/app in .] → pkg:composer/symfony/console@v5.4.0",
      "  [acme/app in .] → pkg:composer/phpunit/phpunit@9.5.0",
    ]
  `)
})

test('installed.json: a list of Composer 1, an object of Composer 2', () => {
  const packages = '[\n {"name": "a/b", "version": "1.0", "require": {"c/d": "*"}},\n {"name": "c/d", "version": "2.0"}\n]'
  const path = 'vendor/composer/installed.json'
  const second = `{"packages": ${packages}, "dev": true, "dev-package-names": ["c/d"]}`
  const files = { [path]: second, 'composer.json': '{"require": {"a/b": "*"}}' }
  expect([extractionText(installed, { [path]: packages }), extractionText(installed, files)]).toMatchInlineSnapshot(`
    [
      "composer-installed 1: read, 2 packages
    :2 pkg:composer/a/b@1.0 runtime
    :3 pkg:composer/c/d@2.0 runtime
      pkg:composer/a/b@1.0 → pkg:composer/c/d@2.0",
      "composer-installed 2: read, 2 packages
    :2 pkg:composer/a/b@1.0 runtime direct
    :3 pkg:composer/c/d@2.0 dev transitive
      [· in .] → pkg:composer/a/b@1.0
      pkg:composer/a/b@1.0 → pkg:composer/c/d@2.0",
    ]
  `)
})

test.each([
  ['a cut', LOCK.slice(0, -40), '! malformed :29 not valid JSON'],
  ['no packages', '{}', '! malformed :1 no list of packages'],
  ['a list', '[]', '! malformed :1 no list of packages'],
  ['a list that stands twice', LOCK.replace('"packages-dev"', '"packages"'), '! malformed :26 a key stands twice'],
  ['a name without vendor', LOCK.replace('phpunit/phpunit', 'phpunit'), '! name-invalid :27 phpunit'],
  ['a broken composer.json', LOCK, 'note malformed composer.json:1'],
])('%s is reported', (_, lock, problem) =>
  expect(extractionText(composer, { 'composer.lock': lock, 'composer.json': '{' })).toContain(problem),
)

test('an installed.json elsewhere is read when it is of Composer', () => {
  const text = '{"packages":[{"name":"a/b","version":"1.0.0"}]}'
  expect(extractionText(installed, { 'build/installed.json': text })).toContain('pkg:composer/a/b@1.0.0')
  const other = extractFile(memoryTree({ 'installed.json': '{"packages":["x"]}' }), installed, 'installed.json')
  expect(other.foreign).toBe(true)
})
