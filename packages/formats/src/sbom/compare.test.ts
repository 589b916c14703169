import type { Bom, BomComponent } from '@cupel/model'
import { expect, it } from 'vitest'
import { componentsOfBom } from './components-of-bom.ts'
import { diffBoms } from './diff-boms.ts'
import { mergeBoms } from './merge-boms.ts'
import { scoreBom } from './score/score-bom.ts'
import { EMPTY_COMPONENT } from './empty-component.ts'

function npm(name: string, version: string, facts: Partial<BomComponent> = {}): BomComponent {
  return { ...EMPTY_COMPONENT, ref: `${name}@${version}`, name, version, purl: `pkg:npm/${name}@${version}`, ...facts }
}

function bom(components: BomComponent[], facts: Partial<Bom> = {}): Bom {
  return {
    id: '',
    name: '',
    created: '',
    authors: [],
    suppliers: [],
    tools: [],
    dataLicense: '',
    lifecycles: [],
    subject: '',
    components,
    edges: [],
    stated: [],
    ...facts,
  }
}

it('tells added, removed and changed components and edges', () => {
  const before = bom(
    [
      npm('a', '1'),
      npm('b', '1'),
      npm('c', '1', { licenses: ['MIT'] }),
      npm('d', '1'),
      npm('d', '2'),
      { ...EMPTY_COMPONENT, ref: 'x', name: 'x' },
    ],
    { edges: [['a@1', 'b@1']] },
  )
  const after = bom(
    [
      npm('a', '2'),
      npm('c', '1', { licenses: ['ISC'] }),
      npm('d', '2'),
      npm('d', '3'),
      npm('e', '1'),
      { ...EMPTY_COMPONENT, ref: 'y', name: 'x' },
    ],
    { edges: [['a@2', 'c@1']] },
  )
  const diff = diffBoms(before, after)
  expect(diff.added.map((item) => item.ref)).toEqual(['e@1'])
  expect(diff.removed.map((item) => item.ref)).toEqual(['b@1'])
  expect(diff.changed.map(({ name, before: a, after: b, fields }) => [name, a.version, b.version, fields])).toEqual([
    ['npm:a', '1', '2', ['version']],
    ['npm:c', '1', '1', ['licenses']],
    ['npm:d', '1', '3', ['version']],
  ])
  expect(diff.edgesAdded).toEqual([['npm:a@2', 'npm:c@1']])
  expect(diff.edgesRemoved).toEqual([['npm:a@1', 'npm:b@1']])
})

it('names another digest of the same version', () => {
  const digest = (value: string): Partial<BomComponent> => ({ hashes: [{ algorithm: 'sha1', value }] })
  expect(diffBoms(bom([npm('a', '1', digest('00'))]), bom([npm('a', '1', digest('11'))])).changed[0]?.fields).toEqual(['hashes'])
  expect(diffBoms(bom([npm('a', '1')]), bom([npm('a', '1', digest('11'))])).changed).toEqual([])
})

it('keeps the subjects of all documents what they are', () => {
  const subject = (name: string, facts: Partial<BomComponent> = {}): BomComponent => {
    return { ...EMPTY_COMPONENT, ref: 'subject', name, version: '1', type: 'application', ...facts }
  }
  const whole = (one: BomComponent): Bom => bom([one, npm('a', '1')], { subject: 'subject', stated: ['subject'] })
  const boms = [whole(subject('web')), whole(subject('api')), whole(subject('lib', { purl: 'pkg:npm/lib@1' })), bom([npm('b', '1')])]
  const merged = mergeBoms(boms)
  expect(merged.components.map(({ name, type, purl, properties }) => [name, type, purl, properties.length])).toEqual([
    ['web', 'application', '', 0],
    ['a', 'library', 'pkg:npm/a@1', 0],
    ['api', 'application', '', 1],
    ['lib', 'application', 'pkg:npm/lib@1', 1],
    ['b', 'library', 'pkg:npm/b@1', 0],
  ])
  const { components, graph, problems } = componentsOfBom(merged, 'all.json')
  expect(components.map(({ purl }) => purl)).toEqual(['pkg:npm/a@1', 'pkg:npm/b@1'])
  expect(graph.projects.map(({ name, path }) => [name, path])).toEqual([
    ['web', ''],
    ['api', ''],
    ['lib', ''],
  ])
  expect(problems).toEqual([])
  // What another document contains is a component, whichever is read first.
  const user = bom([subject('web'), npm('lib', '1')], { subject: 'subject' })
  for (const order of [
    [boms[2] as Bom, user],
    [user, boms[2] as Bom],
  ]) {
    const purls = componentsOfBom(mergeBoms([boms[0] as Bom, ...order]), 'all.json').components.map(({ purl }) => purl)
    expect(purls).toContain('pkg:npm/lib@1')
  }
})

it('merges components of one package URL and keeps the others apart', () => {
  const app = (ref: string, name: string): BomComponent => ({ ...EMPTY_COMPONENT, ref, type: 'application', name })
  const first = bom([app('root', 'one'), npm('a', '1', { licenses: ['MIT'], scope: 'optional' })], {
    subject: 'root',
    edges: [['root', 'a@1']],
    stated: ['root'],
    created: '2024-01-01T00:00:00Z',
  })
  const second = bom([app('root', 'two'), { ...npm('a', '1', { supplier: 'S', scope: 'required', parent: 'root' }), ref: 'other' }], {
    subject: 'root',
    edges: [['root', 'other']],
    created: '2025-01-01T00:00:00Z',
  })
  const merged = mergeBoms([first, second])
  expect(merged.components.map(({ ref, name, supplier, licenses, scope }) => [ref, name, supplier, licenses, scope])).toEqual([
    ['root', 'one', '', [], ''],
    ['a@1', 'a', 'S', ['MIT'], 'required'],
    ['root#2', 'two', '', [], ''],
  ])
  expect(merged).toMatchObject({ subject: 'root', created: '2025-01-01T00:00:00Z', stated: ['root'] })
  expect(merged.edges).toEqual([
    ['root', 'a@1'],
    ['root#2', 'a@1'],
  ])
  expect(mergeBoms([])).toMatchObject({ components: [], subject: '' })
})

it('cuts containers that close a circle between documents', () => {
  const a = npm('a', '1')
  const b = npm('b', '1')
  const merged = mergeBoms([bom([a, { ...b, parent: a.ref }]), bom([b, { ...a, parent: b.ref }])])
  expect(merged.components.map(({ name, parent }) => [name, parent])).toEqual([
    ['a', undefined],
    ['b', 'a@1'],
  ])
})

it('scores by NTIA and BSI with reasons', () => {
  const poor = scoreBom(bom([{ ...EMPTY_COMPONENT, ref: 'x', name: 'x' }]))
  expect(poor.standards).toEqual([
    { standard: 'NTIA', score: 1.4, points: 7, got: 1 },
    { standard: 'BSI TR-03183-2 v2.1', score: 0.7, points: 30, got: 2 },
  ])
  expect(poor.rules.find((rule) => rule.id === 'ntia-version')).toEqual({
    id: 'ntia-version',
    standard: 'NTIA',
    title: 'Version of the component',
    section: 'Data Fields',
    points: 1,
    got: 0,
    reason: '0 of 1 components have a version',
    components: ['x'],
    failing: 1,
  })

  const bsi = ['filename', 'executable', 'archive', 'structured'].map((name): [string, string] => [`bsi:component:${name}`, 'x'])
  const full = npm('a', '1', {
    supplier: 'S',
    contact: 'https://s.example',
    licenses: ['MIT'],
    hashes: [{ algorithm: 'sha512', value: 'a'.repeat(128) }],
    properties: bsi,
    references: [
      { type: 'vcs', url: 'https://v.example' },
      { type: 'distribution', url: 'https://d.example' },
    ],
  })
  const facts = {
    id: 'urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79',
    created: '2024-05-06T07:08:09Z',
    authors: ['Ada'],
    contact: 'ada@example.org',
    stated: ['a@1'],
  }
  expect(scoreBom(bom([full], facts), { format: { name: 'CycloneDX', version: '1.6', encoding: 'json' } }).score).toBe(10)
  expect(scoreBom(bom([])).score).toBe(0)

  // The maker of a package is an entity that "creates" it; files beside packages are parts of them, not units of software.
  const made = bom([npm('a', '1', { author: 'Ada' }), { ...EMPTY_COMPONENT, ref: 'f', name: 'f.c', type: 'file' }])
  const got = (id: string): number | undefined => scoreBom(made).rules.find((rule) => rule.id === id)?.got
  expect(['ntia-supplier', 'ntia-name', 'ntia-version', 'ntia-identifier'].map(got)).toEqual([1, 1, 1, 1])
})
