import { expect, test } from 'vitest'
import type { Component } from '@cupel/model'
import { printableJson } from '../text/printable.ts'
import { componentLines } from './component-line.ts'

const usual: Component = {
  purl: 'pkg:npm/%40a/b@1.0.0',
  name: '@a/b',
  version: '1.0.0',
  ecosystem: 'npm',
  scopes: ['runtime'],
  direct: false,
  evidence: [{ path: 'package-lock.json', line: 7, column: 5, by: 'package-lock', kind: 'lock' }],
  licenses: ['MIT'],
  hashes: [{ algorithm: 'sha512', value: '00ff' }],
}
const [place] = usual.evidence as [Component['evidence'][number]]
const [hash] = usual.hashes as [Component['hashes'][number]]

/** After each other and twice: what two neighbours share is written once. */
const COMPONENTS: readonly (readonly [what: string, component: Component])[] = [
  ['the usual one', usual],
  ['another directness', { ...usual, direct: null }],
  ['the same lists in another file', { ...usual, evidence: [{ ...place, path: 'b/package-lock.json', line: 8 }] }],
  ['by another extractor, in another column', { ...usual, evidence: [{ ...place, column: 1, by: 'x', kind: 'installed' }] }],
  ['of another ecosystem', { ...usual, ecosystem: 'Debian:12' }],
  ['no hash, no licence', { ...usual, hashes: [], licenses: [] }],
  ['another algorithm', { ...usual, hashes: [{ ...hash, algorithm: 'sha1' }] }],
  ['two hashes', { ...usual, hashes: [hash, { ...hash, algorithm: 'sha1' }] }],
  ['two places', { ...usual, evidence: [place, { ...place, line: 9 }] }],
  ['no line', { ...usual, evidence: [{ path: 'p', by: 'x', kind: 'sbom' }] }],
  ['a layer', { ...usual, evidence: [{ ...place, layer: 'sha256:00' }] }],
  ['no place', { ...usual, evidence: [] }],
  ['a subject', { ...usual, subject: { name: 'source', version: '2' } }],
  ...['"', '\\', '\n', '\u001b', '\u007f', 'é', '\u202e', '\ud800', '😀'].flatMap((sign) => [
    [`${JSON.stringify(sign)} in the name`, { ...usual, name: sign }] as const,
    [`${JSON.stringify(sign)} in the version`, { ...usual, version: sign }] as const,
    [`${JSON.stringify(sign)} in the purl`, { ...usual, purl: sign }] as const,
    [`${JSON.stringify(sign)} in the hash`, { ...usual, hashes: [{ ...hash, value: sign }] }] as const,
    [`${JSON.stringify(sign)} in a licence`, { ...usual, licenses: [sign] }] as const,
    [`${JSON.stringify(sign)} in the path`, { ...usual, evidence: [{ ...place, path: sign }] }] as const,
    [`${JSON.stringify(sign)} in the ecosystem`, { ...usual, ecosystem: sign }] as const,
  ]),
]

const line = componentLines()

test.each([...COMPONENTS, ...COMPONENTS])('%s', (_, component) => {
  expect(line(component)).toBe(printableJson(JSON.stringify(component)))
})
