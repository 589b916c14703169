import { expect, test } from 'vitest'
import { graphQuestion } from './graph-question.ts'

test('an address without a start asks nothing', () => {
  expect(graphQuestion({})).toBeNull()
  expect(graphQuestion({ kind: 'package', ids: '1' })).toBeNull()
  expect(graphQuestion({ kind: 'project', ids: 'x,-1,0' })).toBeNull()
})

test('from a start alone the usual edges are walked; what is chosen is taken within bounds', () => {
  expect(graphQuestion({ kind: 'vulnerability', ids: '7' })).toEqual({
    start: { kind: 'vulnerability', ids: [7] },
    edges: ['affects', 'contained-in'],
    depth: 2,
    limit: 300,
  })
  expect(graphQuestion({ kind: 'project', ids: '1,2', edges: 'version-of,contains,no', depth: '99' })).toEqual({
    start: { kind: 'project', ids: [1, 2] },
    edges: ['contains', 'version-of'],
    depth: 6,
    limit: 300,
  })
  expect(graphQuestion({ kind: 'project', ids: '1', depth: 'x' })?.depth).toBe(2)
})
