import fc from 'fast-check'
import { expect, test } from 'vitest'
import { textPlaces } from '@cupel/formats'
import { asObject } from './json-value.ts'
import { entriesOfPackages } from './lock-packages.ts'
import { placesOfPackages } from './lock-places.ts'
import { plainLock } from './plain-lock.ts'

/** The same by a JSON parser: entries with their places, and the rest of the document; null when it is no JSON. */
function byParser(text: string) {
  let json: Record<string, unknown> | null
  try {
    json = asObject(JSON.parse(text)) as Record<string, unknown> | null
  } catch {
    return null
  }
  const packages = asObject(json?.['packages'])
  if (json === null || packages === null) return null
  const { offsets, repeated } = placesOfPackages(text, Object.keys(packages))
  const place = textPlaces(text)
  const refused: string[] = []
  const entries = entriesOfPackages(packages, (key) => refused.push(key))
  return {
    lock: { ...json, packages: {} },
    entries: entries.map((entry) => ({ ...entry, ...place(offsets.get(entry.location) ?? 0) })),
    odd: [...repeated, ...refused],
  }
}

function agrees(text: string): boolean {
  const plain = plainLock(text)
  if (plain === null) return false
  const parsed = byParser(text)
  expect(parsed?.odd).toEqual([])
  expect(plain.lock).toEqual(parsed?.lock)
  expect(plain.entries).toEqual(parsed?.entries)
  return true
}

const name = fc.constantFrom('a', 'b', '@s/a', 'lodash', 'Case', '1', '__proto__', 'x.y', 'é')
const range = fc.constantFrom('^1.0.0', '*', 'file:../x', 'npm:b@2')
const needs = fc.dictionary(name, range, { maxKeys: 3 })
/** As npm writes one: scalars first, then what has parts. */
const entry = fc.record(
  {
    name,
    version: fc.constantFrom('1.0.0', '2.0.0-rc.1+b', ''),
    resolved: fc.constantFrom('https://registry.example/a/-/a-1.0.0.tgz', 'git+ssh://git@host.example/a.git#abc', 'packages/a'),
    integrity: fc.constantFrom('sha512-AA==', 'sha1-AA== sha512-AA=='),
    deprecated: fc.constantFrom('use "b"', 'no\\more', 'é\u0007'),
    dev: fc.boolean(),
    devOptional: fc.constant(true),
    license: fc.constantFrom('MIT', ''),
    link: fc.constant(true),
    optional: fc.constant(true),
    peer: fc.constant(true),
    cpu: fc.constant(['x64', 'arm64']),
    funding: fc.constant([{ url: 'u', nested: { deep: [1, null] } }]),
    licenses: fc.constant([{ type: 'BSD' }]),
    dependencies: needs,
    bin: fc.constant({ a: 'a.js' }),
    devDependencies: needs,
    engines: fc.constantFrom({ node: '>=14' }, {}),
    optionalDependencies: needs,
    peerDependencies: needs,
  },
  { requiredKeys: [], noNullPrototype: true },
)
const location = fc.constantFrom(
  '',
  'node_modules/a',
  'node_modules/@s/a',
  'node_modules/a/node_modules/b',
  'packages/a',
  '7',
  'é',
  '__proto__',
)
const document = fc
  .record({
    packages: fc.dictionary(location, entry, { minKeys: 1, maxKeys: 4, noNullPrototype: true }),
    version: fc.constantFrom(2, 3, 4),
  })
  .map(({ packages, version }) => ({
    name: 'r',
    lockfileVersion: version,
    packages,
    ...(version === 2 ? { dependencies: { a: { version: '1.0.0' } } } : {}),
  }))
const text = document.map((lock) => JSON.stringify(lock, null, 2) + '\n')

test('reads what a JSON parser reads, and reads most of what npm writes', () => {
  let read = 0
  fc.assert(
    fc.property(text, (written) => void (agrees(written) && read++)),
    { seed: 1, numRuns: 1000 },
  )
  expect(read).toBeGreaterThan(350)
})

test('a text with a fault anywhere is read as a JSON parser reads it, or left to it', () => {
  const piece = fc.constantFrom(
    '',
    ',',
    '"',
    '\n',
    '{',
    '}',
    '    ',
    '\\',
    ':',
    '\u0001',
    '\r',
    'true',
    '    "a": {\n    },\n',
    '      "dev": true,\n',
  )
  fc.assert(
    fc.property(text, fc.nat(), fc.nat(3), piece, (written, at, cut, put) => {
      const place = at % written.length
      agrees(written.slice(0, place) + put + written.slice(place + cut))
    }),
    { seed: 1, numRuns: 1500 },
  )
})

test('whole lines that stand twice, are lost or change places are seen', () => {
  fc.assert(
    fc.property(text, fc.nat(), fc.nat(), fc.constantFrom('twice', 'lost', 'moved'), (written, from, to, what) => {
      const lines = written.split('\n')
      const line = lines[from % lines.length] as string
      if (what !== 'twice') lines.splice(from % lines.length, 1)
      if (what !== 'lost') lines.splice(to % lines.length, 0, line)
      agrees(lines.join('\n'))
    }),
    { seed: 1, numRuns: 1500 },
  )
})

test.each([
  ['four spaces', JSON.stringify({ lockfileVersion: 3, packages: { '': {} } }, null, 4)],
  ['one line', JSON.stringify({ lockfileVersion: 3, packages: { '': {} } })],
  [
    'Windows lines',
    JSON.stringify({ lockfileVersion: 3, packages: { 'node_modules/a': { version: '1' } } }, null, 2).replaceAll('\n', '\r\n'),
  ],
  ['no packages', '{\n  "packages": {}\n}\n'],
  ['a conflict', '{\n  "packages": {\n<<<<<<< a\n    "a": {\n    }\n  }\n}\n'],
])('%s is left to the parser', (_, written) => {
  expect(plainLock(written)).toBeNull()
})

test('a text that fits until its end costs no more than its length', () => {
  const block = '      "engines": {\n        "node": "1"\n      },\n'
  const open = `{\n  "packages": {\n    "node_modules/a": {\n      "version": "1",\n${'      "dev": true,\n'.repeat(20_000)}${block.repeat(20_000)}`
  expect(plainLock(`${open}      "x": [\n${'        [\n'.repeat(20_000)}`)).toBeNull()
})
