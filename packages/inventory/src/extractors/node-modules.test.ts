import { describe, expect, test } from 'vitest'
import { extractionText } from '../../../../test/extraction-text.ts'
import nodeModules from './node-modules.ts'

describe('node-modules', () => {
  test.each([
    ['node_modules/a/package.json', true],
    ['web/node_modules/@s/a/package.json', true],
    ['node_modules/a/node_modules/b/package.json', true],
    ['node_modules/.pnpm/a@1.0.0/node_modules/a/package.json', true],
    ['node_modules/a/dist/package.json', false],
    ['node_modules/@s/package.json', false],
    ['node_modules/.cache/package.json', false],
    ['node_modules/package.json', false],
    ['my_node_modules/a/package.json', false],
    ['package.json', false],
  ])('claims %s: %s', (path, claimed) => {
    expect(nodeModules.claims?.(path)).toBe(claimed)
  })

  test('name, version, licence and old npm digests of what is installed', () => {
    const integrity = `sha1-${Buffer.alloc(20, 2).toString('base64')}`
    const manifest = JSON.stringify(
      { author: { name: 'x' }, name: '@s/real', version: '1.0.0', license: 'MIT', _integrity: integrity },
      null,
      2,
    )
    expect(extractionText(nodeModules, { 'node_modules/alias/package.json': manifest })).toMatchInlineSnapshot(`
      "node-modules ?: read, 1 packages
      :5 pkg:npm/%40s/real@1.0.0 runtime sha1:020202 (MIT)"
    `)
  })

  test('files that are no package, or damaged', () => {
    const cases = ['{"type":"module"}', '{"name":"a"}', '{"name":"a b","version":"1"}', '{"name":', '[]']
    const read = cases.map((text) => `${text}\n${extractionText(nodeModules, { 'node_modules/a/package.json': text })}`)
    expect(read.join('\n\n')).toMatchInlineSnapshot(`
      "{"type":"module"}
      node-modules ?: read, 0 packages, skipped 1 × package.json without name and version

      {"name":"a"}
      node-modules ?: read, 1 packages
      :1 pkg:npm/a runtime

      {"name":"a b","version":"1"}
      node-modules ?: partial, 0 packages
        ! name-invalid :1 "a b" "1" is no npm package name and version
        ! entries-lost :? 1 of 1 entries gave no component

      {"name":
      node-modules ?: failed, 0 packages
        ! malformed :1 not valid JSON: the text ends where a value is expected

      []
      node-modules ?: failed, 0 packages
        ! malformed :? a package.json is a JSON object"
    `)
  })
})
