import type { Component } from '@cupel/model'
import { NO_EVIDENCE, policySubjects } from '@cupel/policy'
import { expect, test } from 'vitest'
import { leftOut } from './left-out.ts'

const NOTHING = { ecosystems: [], noDev: false, only: [], exclude: [] }
const none: readonly Component[] = []

function some(count: number): readonly Component[] {
  return Array.from({ length: count }, (_, at) => ({
    purl: `pkg:npm/a@${at}`,
    name: 'a',
    version: String(at),
    ecosystem: 'npm',
    scopes: [],
    direct: null,
    evidence: [],
    licenses: [],
    hashes: [],
  }))
}

test('says what each choice kept out, as notes', () => {
  const choice = { ecosystems: ['npm'], noDev: true, only: ['vulnerability'], exclude: ['old/'] }
  const findings = [{ kind: 'malware' }, { kind: 'vulnerability' }] as const
  const problems = leftOut(choice, { all: some(5), ofEcosystems: some(4), chosen: some(2), findings })
  expect(problems.map(({ code, effect, detail }) => `${code} ${effect}: ${detail}`)).toEqual([
    'left-out note: 1 component of other ecosystems than npm left out',
    'left-out note: 2 components needed only for development and tests left out',
    'left-out note: 1 finding left out by --only vulnerability',
    'left-out note: paths that fit "old/" left out',
  ])
})

test('says nothing when nothing was left out', () => {
  expect(leftOut(NOTHING, { all: some(2), ofEcosystems: some(2), chosen: some(2), findings: [{ kind: 'malware' }] })).toEqual([])
  expect(
    leftOut(
      { ...NOTHING, only: ['malware'], noDev: true },
      { all: none, ofEcosystems: none, chosen: none, findings: [{ kind: 'malware' }] },
    ),
  ).toEqual([])
})

test('is understood by those who judge what is left', () => {
  const choice = { ecosystems: ['npm', 'PyPI'], noDev: true, only: ['malware'], exclude: ['old/', 'a"b\n'] }
  const problems = leftOut(choice, { all: some(1_000), ofEcosystems: some(4), chosen: some(3), findings: [{ kind: 'vulnerability' }] })
  const scan = { target: { kind: 'folder', name: '.', digest: '' }, components: some(1), graphs: [], findings: [], problems } as const
  const index = { kind: 'full', digest: '', modified: '', records: 1, ecosystems: [], kev: '', epss: '' } as const
  const { component, leftOut: details } = policySubjects({ scan: { ...scan, index }, ...NO_EVIDENCE })
  expect(component.filter(({ unseen }) => unseen === true).map(({ id }) => id)).toEqual([
    'left-out components: ecosystems',
    'left-out components: development',
    'left-out components: paths',
  ])
  expect(details).toEqual(problems.map(({ detail }) => detail))
})
