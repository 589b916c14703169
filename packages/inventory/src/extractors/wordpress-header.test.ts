import { memoryTree } from '@cupel/source'
import { expect, test } from 'vitest'
import { extractFile } from '../extract-file.ts'
import wordpress from './wordpress-header.ts'

const README = '=== Some Forms ===\nContributors: a\nTested up to: 6.5\nStable tag: 5.1.2\nLicense: GPLv2\n\nText\n'
const STYLE = '@charset "UTF-8";\n/*\n * Theme Name: Plain One\n * Author: a\n * Version: 2.0\n */\nbody {}\n'

test.each<[path: string, text: string, found: readonly string[], foreign: boolean]>([
  ['wp-content/plugins/some-forms/readme.txt', README, ['pkg:generic/wordpress-plugin/some-forms@5.1.2 4'], false],
  ['plugins/x/readme.txt', README.replace('5.1.2', 'trunk'), ['pkg:generic/wordpress-plugin/x 4'], false],
  ['wp-content/themes/plain/style.css', STYLE, ['pkg:generic/wordpress-theme/plain@2.0 5'], false],
  ['readme.txt', README, [], false],
  ['style.css', STYLE, [], false],
  ['plugins/a/readme.txt', '=== Not one ===\n\nJust a text.\n', [], true],
  ['themes/a/style.css', 'body { color: red }\n', [], true],
  ['themes/a/style.css', '/* Version: 1 */\n', [], true],
  ['readme.txt', '', [], true],
])('%s', (path, text, wanted, isForeign) => {
  const { components, problems, foreign } = extractFile(memoryTree({ [path]: text }), wordpress, path)
  expect(components.map(({ purl, evidence }) => `${purl} ${evidence[0]?.line}`)).toEqual(wanted)
  expect([problems, foreign === true]).toEqual([[], isForeign])
})
