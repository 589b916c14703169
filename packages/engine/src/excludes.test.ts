import { memoryTree } from '@cupel/source'
import { EMPTY_CONFIG } from '@cupel/policy'
import { expect, test } from 'vitest'
import { excludesOfConfig } from './config.ts'
import { excludesOf } from './excludes.ts'

/** Whether a walk of `target` with a cupel.toml in /repo leaves the path out; a walk does not enter what is left out. */
function isLeftOut(exclude: readonly string[], target: string, path: string): boolean {
  const config = excludesOfConfig({ config: { ...EMPTY_CONFIG, scan: { ...EMPTY_CONFIG.scan, exclude } }, folder: '/repo' }, target)
  return excludesOf(memoryTree({}), { patterns: [], gitignore: false, config })(path)
}

test.each([
  ['anchored, from the folder of the configuration', ['/web/old/'], '/repo', 'web/old/', true],
  ['anchored, whatever part is scanned', ['/web/old/'], '/repo/web', 'old/', true],
  ['anchored, below what is left out', ['/web/old/'], '/repo/web', 'old/a/package-lock.json', true],
  ['anchored elsewhere', ['/old/'], '/repo/web', 'old/', false],
  ['with a slash in the middle', ['web/old'], '/repo/web', 'old/', true],
  ['not anchored', ['old/'], '/repo/web', 'a/old/', true],
  ['a glob', ['web/**/fixtures/'], '/repo/web', 'a/fixtures/', true],
  ['the target itself was asked for', ['/web/', 'web'], '/repo/web', 'package-lock.json', false],
  ['above the target', ['/web/'], '/repo/web/shop', 'package-lock.json', false],
  ['but what has the same name in it is left out', ['web/'], '/repo/web', 'web/', true],
  ['taken back', ['/web/*.json', '!/web/bom.json'], '/repo/web', 'bom.json', false],
  ['a folder pattern is no file', ['old/'], '/repo', 'old', false],
  ['a target outside', ['*.json'], '/elsewhere', 'bom.json', false],
  ['a target with a similar name', ['*.json'], '/repo2', 'bom.json', false],
  ['a name that begins with dots', ['*.json'], '/repo/..web', 'bom.json', true],
] as const)('%s', (_, exclude, target, path, expected) => {
  expect(isLeftOut(exclude, target, path)).toBe(expected)
})
