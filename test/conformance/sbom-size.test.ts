import { readBom, writeBom } from '@cupel/formats'
import type { Bom } from '@cupel/model'
import { expect, it } from 'vitest'

const COUNT = 100_000

it('reads and writes 100,000 components', () => {
  const blank = {
    group: '',
    cpes: [],
    hashes: [],
    supplier: '',
    author: '',
    copyright: '',
    description: '',
    references: [],
    properties: [],
  }
  const bom: Bom = {
    id: '',
    name: 'large',
    created: '2024-05-06T07:08:09Z',
    authors: [],
    suppliers: [],
    tools: [],
    dataLicense: '',
    lifecycles: [],
    subject: '',
    components: Array.from({ length: COUNT }, (_, at) => ({
      ...blank,
      ref: `r${at}`,
      type: 'library' as const,
      name: `n${at}`,
      version: '1',
      purl: `pkg:npm/n${at}@1`,
      licenses: ['MIT'],
      scope: '' as const,
    })),
    edges: Array.from({ length: COUNT - 1 }, (_, at) => [`r${at >> 3}`, `r${at + 1}`] as const),
    stated: [],
  }
  const { bom: read } = readBom(writeBom(bom, 'cyclonedx-1.6-json'))
  expect([read.components.length, read.edges.length]).toEqual([COUNT, COUNT - 1])
})
