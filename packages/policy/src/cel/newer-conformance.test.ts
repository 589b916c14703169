import { describe, expect, it } from 'vitest'
import { celEnvironment } from './cel-environment.ts'
import { compileCel } from './cel-program.ts'
import type { CelValue } from './cel-value.ts'
import { isFault } from './cel-value.ts'

// Behaviour that the conformance suite of June 2026 asks for and the packaged one of test/conformance does not.

const EXAMPLE = { container: 'com.example' }

describe('names', () => {
  const y = { 'com.example.y': ['int', 42n] } as const
  const z = { 'com.example.y.z': ['int', 42n] } as const

  it.each<readonly [string, string, Readonly<Record<string, readonly [type: string, value: CelValue]>>, CelValue]>([
    ['y', 'com.example', { 'com.example.y': ['bool', true], y: ['string', 'string'] }, true],
    ['.y', 'com.example', { 'com.example.y': ['string', 'com.example.y'], y: ['string', 'y'] }, 'y'],
    ['[0].exists(y, y == 0)', 'com.example', y, true],
    ["['compre'].exists(y, .y == 'y')", 'com.example', { y: ['string', 'y'] }, true],
    ["[{'z': 0}].exists(y, y.z == 0)", '', { 'y.z': ['int', 42n] }, true],
    ["[{'z': 0}].exists(y, y.z == 0)", 'com.example', z, true],
    ["[{'z': 'compre'}].exists(y, .y.z == 'y.z')", 'com.example', { 'com.example.y.z': ['string', 'x'], 'y.z': ['string', 'y.z'] }, true],
    ['[1].exists(y, [0].exists(y, y == 0))', 'com.example', { ...y, y: ['int', 42n] }, true],
    ['cel.bind(x, 0, x == 0)', '', { x: ['int', 1n] }, true],
    ['cel.bind(x, 0, x == 0)', 'com.example', { 'com.example.x': ['int', 1n] }, true],
    ["cel.bind(x, {'y': 0}, x.y == 0)", 'com.example', { 'com.example.x.y': ['int', 1n] }, true],
  ])('%s in "%s", of macros before variables', (source, container, declared, wanted) => {
    const variables = Object.fromEntries(Object.entries(declared).map(([name, [type]]) => [name, type]))
    const values = Object.fromEntries(Object.entries(declared).map(([name, [, value]]) => [name, value]))
    for (const check of [true, false])
      expect(compileCel(source, celEnvironment({ variables, container }), { check }).run(values)).toBe(wanted)
  })
})

it.each([
  ['"%f".format([2])', '2.000000'],
  ['"%f".format([3u])', '3.000000'],
  ['"%e".format([2])', '2.000000e+00'],
  ['"%e".format([3u])', '3.000000e+00'],
  ["''.reverse() == ''", true],
  ["'☺'.reverse() == '☺'", true],
  ["'Ta©oCαt'.reverse() == 'tαCo©aT'", true],
])('%s', (source, wanted) => {
  expect(compileCel(source, celEnvironment(EXAMPLE)).run({})).toBe(wanted)
})

it.each(['timestamp(-62135596801)', 'timestamp(253402300800)'])('%s is an error', (source) => {
  expect(isFault(compileCel(source, celEnvironment({})).run({}))).toBe(true)
})
