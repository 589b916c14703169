import type { Component } from '@cupel/model'
import { memoryTree } from '@cupel/source'
import { expect, test } from 'vitest'
import { extractFile } from './extract-file.ts'
import { defineExtractor } from './extractor.ts'
import { mergeComponents } from './merge.ts'

/** The order of docs/schemas/scan-report-1.0.schema.json, in which reports print what the inventory gives them. */
const COMPONENT = ['purl', 'name', 'version', 'ecosystem', 'scopes', 'direct', 'evidence', 'licenses', 'hashes', 'subject']
const EVIDENCE = ['path', 'line', 'column', 'by', 'kind', 'layer']

const SHUFFLED = {
  subject: { version: '1', name: 's' },
  hashes: [],
  licenses: ['MIT'],
  evidence: [],
  direct: null,
  scopes: [],
  ecosystem: 'npm',
  version: '3.0.0',
  name: 'c',
  purl: 'pkg:npm/c@3.0.0',
} as unknown as Component

const extractor = defineExtractor({
  id: 'some',
  title: 'some',
  type: 'npm',
  kind: 'lock',
  files: ['some.lock'],
  extract(_, out) {
    out.project({ folder: 'x', licenses: [], version: '1', name: 'n' })
    out.component({ name: 'a', version: '1.0.0' })
    out.component({ name: 'a', version: '1.0.0', line: 3, subject: { name: 's', version: '1' } })
    out.component({ name: 'a', version: '1.0.0', column: 2, layer: 'sha256:1', line: 1 })
    out.component({ name: 'b', version: '2.0.0', column: 2, line: 4 })
    out.listed(SHUFFLED)
  },
})

test('components, evidence and graphs have their keys in the order of reports', () => {
  const { components, graph } = extractFile(memoryTree({ 'some.lock': '' }), extractor, 'some.lock')
  const all = [...components, ...mergeComponents(components)]
  expect(all).toHaveLength(8)
  for (const component of all) {
    expect(Object.keys(component)).toEqual(COMPONENT.filter((key) => key in component))
    for (const evidence of component.evidence) expect(Object.keys(evidence)).toEqual(EVIDENCE.filter((key) => key in evidence))
  }
  expect(Object.keys(graph)).toEqual(['path', 'projects', 'components', 'edges'])
  expect(graph.projects.map((project) => Object.keys(project))).toEqual([['name', 'version', 'licenses', 'path']])
})
