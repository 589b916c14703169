import { isCelError, isCelList, isCelMap, isCelUint, run } from '@bufbuild/cel'
import type { CelInput } from '@bufbuild/cel'
import { tests as parsing } from '@bufbuild/cel-spec/testdata/parsing.js'
import type { SerializedIncrementalTestSuite } from '@bufbuild/cel-spec/testdata/tests.js'
import { strings } from '@bufbuild/cel/ext'
import {
  celEnvironment,
  celEquals,
  CelError,
  CelInvalid,
  CelMap,
  CelUint,
  CelUnknown,
  compileCel,
  declare,
  isFault,
  parseCel,
  showType,
} from '@cupel/policy'
import type { CelResult, CelValue } from '@cupel/policy'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { debugCel, plainDebug } from '../cel-debug.ts'
import { printCel, sameTree } from '../cel-print.ts'
import { celCases, CORE } from './cel-cases.ts'
import type { CelCase } from './cel-cases.ts'
import { RANDOM_VARIABLES, randomCel, seeded } from './cel-random.ts'

const { cases, leftOut } = celCases()

interface Answer {
  readonly result: CelResult
  readonly type: string
}

function answerOf(one: CelCase): Answer {
  const functions = one.functions.map((signature) => declare(signature, () => new CelError('declared only')))
  const environment = celEnvironment({ variables: one.variables, functions, container: one.container })
  try {
    const program = compileCel(one.source, environment, { check: one.check })
    return { result: one.checkOnly ? null : program.run(one.bindings), type: showType(program.type) }
  } catch (error) {
    if (!(error instanceof CelInvalid)) throw error
    return { result: new CelError(error.message), type: '' }
  }
}

function isWanted({ wanted, checkOnly }: CelCase, { result, type }: Answer): boolean {
  if (checkOnly) return type !== ''
  if (wanted === undefined) return isFault(result)
  return !isFault(result) && (celEquals(result, wanted) || bothNaN(result, wanted))
}

function bothNaN(a: CelValue, b: CelValue): boolean {
  return typeof a === 'number' && typeof b === 'number' && Number.isNaN(a) && Number.isNaN(b)
}

test('every case of the official suite that needs no protocol buffers', () => {
  const counts = { core: [0, 0], extensions: [0, 0] }
  const wrong: string[] = []
  for (const one of cases) {
    const count = CORE.has(one.group) ? counts.core : counts.extensions
    count[1] = (count[1] as number) + 1
    const answer = answerOf(one)
    if (isWanted(one, answer)) count[0] = (count[0] as number) + 1
    else wrong.push(`${one.group}/${one.name}: ${one.source} → ${show(answer.result)}, wanted ${show(one.wanted)}`)
  }
  console.log(`CEL conformance: core ${counts.core.join(' of ')}, extensions ${counts.extensions.join(' of ')}`)
  for (const [reason, count] of leftOut) console.log(`  left out ${count}: ${reason}`)
  expect(wrong).toEqual([])
})

test('the checker gives the types of the reference checker', () => {
  const asked = cases.filter(({ type, check }) => type !== undefined && check)
  const wrong = asked
    .map((one) => [one, answerOf(one).type] as const)
    .filter(([{ type }, found]) => found !== type)
    .map(([{ group, name, source, type }, found]) => `${group}/${name}: ${source} → ${found}, wanted ${type}`)
  console.log(`CEL types: ${asked.length - wrong.length} of ${asked.length} as the reference checker has them`)
  expect(wrong).toEqual([])
})

function show(value: CelResult | undefined): string {
  if (value === undefined) return 'an error'
  if (value instanceof CelError) return `error: ${value.message}`
  return JSON.stringify(value, (_, one: unknown) => (typeof one === 'bigint' ? `${one}n` : one))
}

test('random expressions come to what @bufbuild/cel makes of them', () => {
  const random = seeded(20_261_122)
  const variables = Object.fromEntries(Object.entries(RANDOM_VARIABLES).map(([name, [type]]) => [name, type]))
  const values = Object.fromEntries(Object.entries(RANDOM_VARIABLES).map(([name, [, value]]) => [name, ours(value)]))
  const theirs = Object.fromEntries(Object.entries(RANDOM_VARIABLES).map(([name, [, value]]) => [name, value as CelInput]))
  const environment = celEnvironment({ variables })
  const wrong: string[] = []
  const counts = { values: 0, errors: 0, untyped: 0 }
  for (let at = 0; at < 4000; at++) {
    const source = randomCel(random)
    const mine = shown(compileCel(source, environment, { check: false }).run(values))
    const other = run(source, theirs, { funcs: strings })
    const their = isCelError(other) ? 'error' : shown(fromTheirs(other))
    counts[mine === 'error' ? 'errors' : 'values']++
    if (mine === their) continue
    // Of wrong types: the checker refuses it, and at run time it is an error here; the other engine lets some of it through.
    if (mine === 'error' && (!isTyped(source, environment) || DOUBLE_OF_TEXT.test(source))) counts.untyped++
    else wrong.push(`${source} → ${mine}, @bufbuild/cel ${their}`)
  }
  console.log(
    `CEL differential: 4000 expressions, ${counts.values} values, ${counts.errors} errors, ${counts.untyped} of wrong types that only the other lets through`,
  )
  expect(wrong).toEqual([])
})

/** `double("abc")` is an error in the conformance suite; the other engine makes it NaN. */
const DOUBLE_OF_TEXT = /double\(\(*(?:[st]\b|["'r])/

function isTyped(source: string, environment: ReturnType<typeof celEnvironment>): boolean {
  try {
    compileCel(source, environment)
    return true
  } catch (error) {
    if (error instanceof CelInvalid) return false
    throw error
  }
}

function ours(value: unknown): CelValue {
  if (value instanceof Map) return new CelMap(new Map([...value].map(([key, item]) => [key, [key, ours(item)]] as const)))
  return value as CelValue
}

function fromTheirs(value: unknown): CelValue {
  if (isCelUint(value)) return new CelUint(value.value)
  if (isCelList(value)) return [...value].map(fromTheirs)
  if (isCelMap(value)) return ours(new Map([...value].map(([key, item]) => [fromTheirs(key), fromTheirs(item)])))
  return value as CelValue
}

function shown(value: CelResult): string {
  return isFault(value) ? 'error' : Object.is(value, -0) ? '0' : show(value)
}

test('what is printed parses to the same tree', () => {
  const random = seeded(7)
  const sources = [...cases.map(({ source }) => source), ...Array.from({ length: 2000 }, () => randomCel(random))]
  const parsed = sources.filter((source) => parses(source))
  const wrong = parsed.filter((source) => !sameTree(source, printCel(parseCel(source).root)))
  console.log(`CEL round trip: ${parsed.length - wrong.length} of ${parsed.length} expressions`)
  expect(wrong).toEqual([])
})

function parses(source: string): boolean {
  try {
    parseCel(source)
    return true
  } catch (error) {
    if (error instanceof CelInvalid) return false
    throw error
  }
}

test('any text is parsed or refused, and nothing else', () => {
  const pieces = [
    'a',
    '.',
    '?',
    '(',
    ')',
    '[',
    ']',
    '{',
    '}',
    ',',
    ':',
    '"',
    "'",
    '\\',
    'r"',
    'b',
    '1',
    '0x',
    '1e',
    'u',
    '-',
    '!',
    '&&',
    '||',
    '==',
    'in',
    ' ',
    '\n',
    '//',
    '`',
    'has(',
    '.map(x,',
    'é',
    '\ud800',
    'cel.bind(',
  ]
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 30 }), (parts) => {
      const source = parts.join('')
      if (!parses(source)) return
      const result = compileCel(source, celEnvironment({ variables: { a: 'dyn' } }), { check: false }).run({ a: 1n })
      expect(result).not.toBe(undefined)
    }),
    { seed: 1, numRuns: 5000 },
  )
})

test.each([
  ['('.repeat(10_000)],
  ['['.repeat(10_000)],
  ['-'.repeat(10_000) + 'a'],
  ['!'.repeat(10_001) + 'true'],
  [`${'a.'.repeat(10_000)}a`],
  [`a${'[0]'.repeat(10_000)}`],
  [`${'1+'.repeat(10_000)}1`],
  [`${'true&&'.repeat(5000)}true`],
  ['a?a:'.repeat(10_000) + 'a'],
  ['{1:'.repeat(5000)],
  [`${'[1].map(x,'.repeat(2000)}1${')'.repeat(2000)}`],
  [`"${'\\'.repeat(30_001)}`],
])('deep and long input case %# is parsed or refused in words', (source) => {
  parses(source)
})

test('the parser gives the trees of the reference parser', () => {
  // Texts and doubles are printed by Go's rules, which say nothing about the tree.
  const asked = cases.filter(
    ({ ast, source }) => ast !== undefined && !ast.includes('__comprehension__') && !/\\|[^\x20-\x7e]|\d[.eE]\d|\.\d/.test(source),
  )
  const compared = asked.filter(({ source }) => parses(source) && debugCel(parseCel(source).root) !== null)
  const wrong = compared
    .filter(({ source, ast }) => debugCel(parseCel(source).root)?.replace(/\s+/g, '') !== plainDebug(ast as string))
    .map(({ source, ast }) => `${source} → ${debugCel(parseCel(source).root)}, wanted ${plainDebug(ast as string)}`)
  console.log(`CEL trees: ${compared.length - wrong.length} of ${compared.length} as the reference parser has them`)
  expect(wrong).toEqual([])
})

test('what the reference parser accepts is accepted', () => {
  const all = (suite: SerializedIncrementalTestSuite): readonly NonNullable<SerializedIncrementalTestSuite['tests']>[number][] => [
    ...(suite.tests ?? []),
    ...(suite.suites ?? []).flatMap(all),
  ]
  const accepted = all(parsing as SerializedIncrementalTestSuite).filter(({ error }) => error === undefined)
  console.log(`CEL parser cases of cel-go: ${accepted.length} accepted there`)
  expect(accepted.map(({ original }) => original.expr).filter((source) => !parses(source))).toEqual([])
})

test('what does not wait for the unknown is the same whatever it turns out to be', () => {
  const random = seeded(99)
  const variables = Object.fromEntries(Object.entries(RANDOM_VARIABLES).map(([name, [type]]) => [name, type]))
  const known = Object.fromEntries(Object.entries(RANDOM_VARIABLES).map(([name, [, value]]) => [name, ours(value)]))
  const environment = celEnvironment({ variables })
  const missing = new CelUnknown(['it'])
  const wrong: string[] = []
  let sure = 0
  for (let at = 0; at < 4000; at++) {
    const source = randomCel(random)
    const program = compileCel(source, environment, { check: false })
    const result = program.run({ ...known, b: missing, i: missing, s: missing })
    if (result instanceof CelUnknown) continue
    sure++
    for (const values of [
      { b: true, i: 0n, s: '' },
      { b: false, i: 3n, s: 'abc' },
      { b: true, i: -9_223_372_036_854_775_808n, s: '\ud83d\ude00' },
      { b: false, i: 1n, s: 'x' },
    ]) {
      const found = program.run({ ...known, ...values })
      if (shown(found) !== shown(result)) wrong.push(`${source}: ${shown(result)}, with ${show(values.i)} ${shown(found)}`)
    }
  }
  console.log(`CEL unknowns: ${sure} of 4000 expressions are sure without them`)
  expect(sure).toBeGreaterThan(500)
  expect(wrong).toEqual([])
})
