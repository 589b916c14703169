import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SPDX_EXCEPTIONS, SPDX_LICENCES } from './licence-list.data.ts'
import { parseSpdxExpression } from './spdx-expression.ts'
import type { SpdxNode } from './spdx-expression.ts'

function shown(node: SpdxNode | null): string {
  if (node === null) return ''
  if ('license' in node) return `${node.license}${node.plus ? '+' : ''}${node.exception === '' ? '' : `~${node.exception}`}`
  return `(${shown(node.left)} ${node.conjunction} ${shown(node.right)})`
}

test.each([
  ['MIT', 'MIT'],
  ['  MIT ', 'MIT'],
  ['GPL-2.0+', 'GPL-2.0+'],
  ['MIT OR ISC AND 0BSD', '(MIT or (ISC and 0BSD))'],
  ['(MIT OR ISC) AND 0BSD', '((MIT or ISC) and 0BSD)'],
  ['MIT or ISC or 0BSD', '((MIT or ISC) or 0BSD)'],
  ['GPL-2.0-only WITH Classpath-exception-2.0 OR MIT', '(GPL-2.0-only~Classpath-exception-2.0 or MIT)'],
  ['GPL-2.0-or-later with romic-exception', 'GPL-2.0-or-later~romic-exception'],
  ['DocumentRef-a:LicenseRef-b AND LicenseRef-c', '(DocumentRef-a:LicenseRef-b and LicenseRef-c)'],
  ['((((MIT))))', 'MIT'],
])('%s', (text, expected) => {
  expect(shown(parseSpdxExpression(text))).toBe(expected)
})

test.each([
  '',
  'mit',
  'MIT OR',
  'OR MIT',
  'MIT ISC',
  'MITANDISC',
  '()MIT',
  '(MIT',
  'MIT)',
  'MIT +',
  'MIT WITH MIT',
  'MIT WITH',
  'Classpath-exception-2.0',
  'MIT / ISC',
  'Bäh',
  '('.repeat(2_000) + 'MIT' + ')'.repeat(2_000),
])('%s is none', (text) => {
  expect(parseSpdxExpression(text)).toBeNull()
})

test('whatever is written is read back', () => {
  const leaf = fc.record({
    license: fc.constantFrom('MIT', 'ISC', 'LicenseRef-x'),
    plus: fc.constant(false),
    exception: fc.constantFrom('', 'LLVM-exception'),
  })
  const { node } = fc.letrec<{ node: SpdxNode }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 5 },
      leaf,
      fc.record({ left: tie('node'), conjunction: fc.constantFrom('and' as const, 'or' as const), right: tie('node') }),
    ),
  }))
  const write = (one: SpdxNode): string =>
    'license' in one
      ? `${one.license}${one.exception === '' ? '' : ` WITH ${one.exception}`}`
      : `(${write(one.left)} ${one.conjunction.toUpperCase()} ${write(one.right)})`
  fc.assert(
    fc.property(node, (one) => shown(parseSpdxExpression(write(one))) === shown(one)),
    { seed: 1, numRuns: 500 },
  )
})

test('the list has licences and exceptions, none twice', () => {
  expect([SPDX_LICENCES.size, SPDX_EXCEPTIONS.size]).toEqual([727, 84])
  expect([...SPDX_LICENCES].filter((id) => SPDX_EXCEPTIONS.has(id))).toEqual([])
})
