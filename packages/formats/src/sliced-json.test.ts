import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readJson } from './json.ts'
import { draftCycloneDxJson } from './sbom/cyclonedx/read-json.ts'
import { jsonPointerLines } from './sbom/json-places.ts'
import { draftSpdx2 } from './sbom/spdx/read-spdx2-json.ts'
import { readJsonInSlices } from './sliced-json.ts'

const WALKED = new Set(['a', 'b', 'components', 'dependencies', 'packages', 'files', 'relationships'])
const sliced = (text: string): unknown => readJsonInSlices(text, WALKED, { longList: 1 })
const long = (item: string): string => `${item} `.padEnd(200)

/** The value, or how it is refused. */
function outcome(read: () => unknown): unknown {
  try {
    return { value: JSON.stringify(read()) }
  } catch (error) {
    return { ...(error as object), message: (error as Error).message }
  }
}

describe('JSON in slices is what it is at once', () => {
  test.each([
    ['lists', `{"a":[${long('1')},${long('{"x":[1,2]}')}], "b": [${long('"],[\\""')}], "c": [1]}`],
    ['a byte order mark', `\ufeff{"a":[${long('1')},${long('2')}]}`],
    ['space everywhere', ` \n{ "a" :\t[ ${long('1')} , ${long('2')} ] , "c" : null }\n `],
    ['an escaped key', `{"\\u0061":[${long('1')},${long('2')}]}`],
    ['a key twice', `{"a":[${long('1')}],"a":[${long('2')}]}`],
    ['__proto__', `{"__proto__":[${long('1')}],"a":[${long('2')}]}`],
    ['very many short items', `{"a":[${'1,'.repeat(5000)}1]}`],
    ['an empty list', `{"a":[${' '.repeat(300)}],"b":[]}`],
    ['no object', `[${long('1')}]`],
    ['no list', `{"a":{"b":[${long('1')}]}}`],
  ])('%s', (_, text) => expect(outcome(() => sliced(text))).toEqual(outcome(() => readJson(text))))

  test.each([
    ['a comma too many', `{"a":[${long('1')},${long('')}]}`],
    ['a broken item', `{"a":[${long('1')},\n${long('{"x":}')}]}`],
    ['a list that ends as an object', `{"a":[${long('1')},${long('2')}}}`],
    ['an object that ends as a list', `{"a":[${long('{"x":1]')},${long('2')}]}`],
    ['no end', `{"a":[${long('1')},${long('2')}`],
    ['no end of a text', `{"a":[${long('1')},"${long('2')}]}`],
    ['something behind it', `{"a":[${long('1')},${long('2')}]} x`],
    ['two values', `{"a":[${long('1 2')},${long('2')}]}`],
    ['no colon', `{"a" [${long('1')}]}`],
    ['an odd key', `{"a":[${long('1')}],"\\x":1}`],
    ['deep nesting', `{"a":[${long('1')},${'['.repeat(999)}${']'.repeat(999)}]}`],
    ['nesting of 10,000', `{"a":[${long('1')},${'['.repeat(10_000)}`],
  ])('%s is refused with the same words and place', (_, text) => {
    const refused = outcome(() => readJson(text))
    expect(refused).toHaveProperty('fault')
    expect(outcome(() => sliced(text))).toEqual(refused)
  })

  test('the deepest that is let in', () => {
    const text = `{"a":[${long('1')},${'['.repeat(998)}${']'.repeat(998)}]}`
    expect(outcome(() => sliced(text))).toEqual(outcome(() => readJson(text)))
  })

  test('any value, written in any way, and any text', () => {
    const value = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd"'), fc.array(fc.jsonValue({ maxDepth: 3 }), { maxLength: 5 }))
    fc.assert(
      fc.property(value, fc.constantFrom(0, 2), fc.nat(), fc.constantFrom(',', ']', '}', '"', '\\', ' '), (one, indent, at, put) => {
        const text = JSON.stringify(one, null, indent).replaceAll(/[,[]/g, (mark) => mark.padEnd(80))
        const place = at % (text.length + 1)
        for (const changed of [text, text.slice(0, place) + put + text.slice(place)])
          expect(outcome(() => sliced(changed))).toEqual(outcome(() => readJson(changed)))
      }),
      { seed: 1, numRuns: 400 },
    )
  })

  test('items are read when they are asked for, and the list is walked as any', () => {
    const { a } = sliced(`{"a":[${long('{"x":1}')},${long('[2]')},${long('3')}]}`) as { a: unknown[] }
    expect(Array.isArray(a)).toBe(true)
    expect(a[0]).not.toBe(a[0])
    expect([...a]).toEqual([{ x: 1 }, [2], 3])
    expect(a.map((one, at) => [at, one])).toEqual([
      [0, { x: 1 }],
      [1, [2]],
      [2, 3],
    ])
    expect([a.length, a[3], 2 in a, 3 in a]).toEqual([3, undefined, true, false])
  })
})

describe('documents in slices give the same components, problems and lines', () => {
  const purl = (at: number): string => `pkg:npm/name-${at}@1.0.0`
  const component = (at: number): object => ({ type: 'library', name: `name-${at}`, version: '1.0.0', purl: purl(at), 'bom-ref': purl(at) })
  const cyclonedx = (components: readonly unknown[], dependencies: readonly unknown[]): string =>
    JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, components, dependencies }, null, 1)
  const some = [0, 1, 2].map(component)
  test.each([
    ['valid', cyclonedx(some, [{ ref: purl(0), dependsOn: [purl(1), purl(2)] }])],
    ['the same ref twice', cyclonedx([...some, component(1)], [{ ref: purl(0), dependsOn: [purl(1), purl(1)] }])],
    ['inside each other', cyclonedx([{ ...component(3), components: some }, component(3)], [])],
    ['no components among them', cyclonedx([1, null, [], 'x', ...some], [null, { ref: 'nobody', dependsOn: [purl(1)] }])],
    ['keys and types that are wrong', cyclonedx([{ ...component(4), colour: 'red', hashes: [{ alg: 'MD5', content: 'zz' }] }, {}], [{}])],
    [
      'stated twice',
      cyclonedx(
        some,
        [1, 2].map(() => ({ ref: purl(0), dependsOn: [purl(1)] })),
      ),
    ],
  ])('CycloneDX: %s', (_, text) => {
    expect(draftCycloneDxJson(text, sliced(text))).toEqual(draftCycloneDxJson(text, readJson(text)))
  })

  const pack = (at: number): object => ({
    SPDXID: `SPDXRef-${at}`,
    name: `name-${at}`,
    downloadLocation: 'NOASSERTION',
    hasFiles: ['SPDXRef-f'],
  })
  const spdx = (packages: readonly unknown[], relationships: readonly unknown[]): string =>
    JSON.stringify(
      {
        spdxVersion: 'SPDX-2.3',
        SPDXID: 'SPDXRef-DOCUMENT',
        dataLicense: 'CC0-1.0',
        name: 'x',
        documentNamespace: 'https://example.com/x',
        creationInfo: { created: '2026-01-01T00:00:00Z', creators: ['Tool: x'] },
        packages,
        files: [{ SPDXID: 'SPDXRef-f', fileName: 'f', checksums: [] }],
        relationships,
      },
      null,
      1,
    )
  test.each([
    ['valid', spdx([pack(1), pack(2)], [{ spdxElementId: 'SPDXRef-1', relationshipType: 'DEPENDS_ON', relatedSpdxElement: 'SPDXRef-2' }])],
    ['the same id twice', spdx([pack(1), pack(1), 7, { SPDXID: 'odd' }], [{}, null])],
  ])('SPDX: %s', (_, text) => {
    const linesOf = (pointers: readonly string[]): ReadonlyMap<string, number> => jsonPointerLines(text, pointers)
    expect(draftSpdx2(sliced(text), 'json', linesOf)).toEqual(draftSpdx2(readJson(text), 'json', linesOf))
  })
})
