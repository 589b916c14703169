import { expect, test } from 'vitest'
import { DocumentInvalid } from './document-invalid.ts'
import { readLenientYaml } from './lenient-yaml.ts'

test('the end of a flow list may stand at the start of a line', () => {
  const { source, documents } = readLenientYaml('on:\n  push:\n    paths: [\n      a,\n]\njobs: {}\n')
  expect(documents[0]?.pairs.map(([key]) => key.text)).toEqual(['on', 'jobs'])
  expect(source.split('\n')).toHaveLength(7)
})

test('what is no YAML stays refused', () => {
  expect(() => readLenientYaml('a: [1\nb: 2\n')).toThrow(DocumentInvalid)
})
