import fc from 'fast-check'
import { expect, it } from 'vitest'
import { registryFacts } from './registry-facts.ts'

const facts = (value: unknown): Record<string, unknown> | null => {
  const found = registryFacts(value, 'f')
  return found && Object.fromEntries(found)
}

it('reads an npm packument', () => {
  expect(
    facts({
      name: '@acme/a',
      versions: { '1.0.0': { deprecated: 'use b', repository: { url: 'git+https://forge.example/acme/a.git' } }, '1.1.0': {} },
      time: { created: '2020-01-01T00:00:00Z', '1.0.0': '2020-01-02T00:00:00.000Z', '1.1.0': 'soon' },
    }),
  ).toEqual({
    'pkg:npm/%40acme/a@1.0.0': {
      published: '2020-01-02T00:00:00.000Z',
      deprecated: true,
      repository: 'git+https://forge.example/acme/a.git',
      source: 'f',
    },
    'pkg:npm/%40acme/a@1.1.0': { deprecated: false, source: 'f' },
  })
})

it('takes nothing for harmless that a packument does not say in its words', () => {
  const time = {
    '1.0.0': '2020-01-02T00:00:00Z',
    '1.1.0': '2020-01-02T00:00:00Z',
    '1.2.0': '2020-01-02T00:00:00Z',
    '1.3.0': '2020-01-02T00:00:00Z',
  }
  const found = facts({
    name: 'a',
    time,
    versions: { '1.0.0': { deprecated: true }, '1.1.0': { deprecated: false }, '1.2.0': { deprecated: ['x'] }, '1.3.0': null },
  })
  expect(Object.values(found ?? {}).map((one) => (one as { deprecated?: boolean }).deprecated)).toEqual([true, false, undefined, undefined])
})

it('says nothing of when a version was published where a file of it does not', () => {
  const file = (time?: string) => ({ filename: 'a-1.0.tar.gz', ...(time && { 'upload-time': time, upload_time_iso_8601: time }) })
  const wanted = { 'pkg:pypi/a@1.0': { deprecated: false, source: 'f' } }
  expect(facts({ info: { name: 'a' }, releases: { '1.0': [file('2020-01-01T00:00:00Z'), file()] } })).toEqual(wanted)
  expect(facts({ name: 'a', versions: ['1.0'], files: [file('2020-01-01T00:00:00Z'), file()] })).toEqual(wanted)
})

it('reads both documents of PyPI', () => {
  const file = (time: string, yanked = false) => ({ upload_time_iso_8601: time, yanked })
  expect(
    facts({
      info: { name: 'Acme_Tool', project_urls: { Source: 'https://forge.example/acme/tool' } },
      releases: {
        '1.0': [file('2020-01-03T00:00:00Z'), file('2020-01-02T00:00:00Z')],
        '1.1': [file('2021-01-01T00:00:00Z', true)],
        '2.0': [],
      },
    }),
  ).toEqual({
    'pkg:pypi/acme-tool@1.0': {
      // A file that was added later is as new as it is, whatever the version.
      published: '2020-01-03T00:00:00Z',
      deprecated: false,
      repository: 'https://forge.example/acme/tool',
      source: 'f',
    },
    'pkg:pypi/acme-tool@1.1': {
      published: '2021-01-01T00:00:00Z',
      deprecated: true,
      repository: 'https://forge.example/acme/tool',
      source: 'f',
    },
  })
  expect(
    facts({
      name: 'acme-tool',
      versions: ['1.0', '1.0.1'],
      files: [
        { filename: 'acme_tool-1.0.1-py3-none-any.whl', 'upload-time': '2021-01-01T00:00:00Z' },
        { filename: 'acme_tool-1.0.tar.gz', 'upload-time': '2020-01-01T00:00:00Z', yanked: 'broken' },
        { filename: 'other.txt' },
      ],
    }),
  ).toEqual({
    'pkg:pypi/acme-tool@1.0.1': { published: '2021-01-01T00:00:00Z', deprecated: false, source: 'f' },
    'pkg:pypi/acme-tool@1.0': { published: '2020-01-01T00:00:00Z', deprecated: true, source: 'f' },
  })
})

it('reads a crate', () => {
  expect(facts({ crate: { id: 'a' }, versions: [{ num: '1.0.0', created_at: '2020-01-01T00:00:00Z', yanked: true }, { num: 1 }] })).toEqual(
    {
      'pkg:cargo/a@1.0.0': { published: '2020-01-01T00:00:00Z', deprecated: true, source: 'f' },
    },
  )
})

it('is null for anything else, and throws nothing', () => {
  for (const value of [null, 1, [], {}, { name: 'a' }, { crate: 1, versions: [] }]) expect(facts(value)).toBe(null)
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom('name', 'versions', 'time', 'info', 'releases', 'files', 'crate', 'id'), fc.jsonValue()),
      (value) => {
        registryFacts(value, 'f')
      },
    ),
    { seed: 1, numRuns: 500 },
  )
})
