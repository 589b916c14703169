import { describe, expect, it } from 'vitest'
import { celEnvironment } from './cel-environment.ts'
import { CelInvalid } from './cel-invalid.ts'
import { compileCel, MAX_STEPS } from './cel-program.ts'
import { BOOL } from './cel-type.ts'
import type { CelResult } from './cel-value.ts'
import { CelError, CelUnknown, RECORD_TYPE } from './cel-value.ts'
import { estimateCost } from './estimate-cost.ts'
import { showValue } from './show-value.ts'
import { typeOfText } from './type-text.ts'

const RECORDS = new Map([
  [
    'thing',
    new Map([
      ['name', typeOfText('string')],
      ['size', typeOfText('int')],
      ['parts', typeOfText('list(thing)')],
    ]),
  ],
])
const ENVIRONMENT = celEnvironment({ variables: { thing: 'thing', other: 'thing', flag: 'bool', texts: 'list(string)' }, records: RECORDS })
const MISSING = new CelUnknown(['the size of it'])
const THING = { [RECORD_TYPE]: 'thing', name: 'a', size: MISSING, parts: [] }
const VARIABLES = { thing: THING, other: new CelUnknown(['another thing']), flag: true, texts: ['a', 'b'] }

function run(source: string): string {
  return showValue(compileCel(source, ENVIRONMENT).run(VARIABLES))
}

function missing(source: string): readonly string[] {
  const result: CelResult = compileCel(source, ENVIRONMENT).run(VARIABLES)
  return result instanceof CelUnknown ? result.missing : []
}

describe('what is not known', () => {
  it.each([
    ['thing.size > 1', 'unknown'],
    ['!(thing.size > 1)', 'unknown'],
    ['false && thing.size > 1', 'false'],
    ['thing.size > 1 && false', 'false'],
    ['thing.size > 1 || true', 'true'],
    ['thing.size > 1 || false', 'unknown'],
    ['thing.size > 1 ? true : true', 'unknown'],
    ['flag ? thing.name == "a" : thing.size > 1', 'true'],
    ['[1, 2].exists(x, x == thing.size)', 'unknown'],
    ['[1, 2].exists(x, x == 1 || x == thing.size)', 'true'],
    ['[1, 2].all(x, x == thing.size)', 'unknown'],
    ['[1, 2].all(x, x == 1 && x < thing.size)', 'false'],
    ['[1, 2].map(x, x + thing.size).size() == 2', 'unknown'],
    ['has(thing.size)', 'unknown'],
    ['has(thing.name)', 'true'],
    ['other.name == "a"', 'unknown'],
    ['cel.bind(n, thing.size, true)', 'true'],
    ['1 / 0 > 1 || thing.size > 1', 'unknown'],
    ['1 / 0 > 1 && flag', 'error: divide by zero'],
    ['thing.size + 1 / 0 > 1', 'unknown'],
    ['texts[2] == "c"', 'error: index out of bounds'],
    ['texts[?2].orValue("c")', '"c"'],
    ['optional.none().orValue(thing.name)', '"a"'],
    ['thing.?size.orValue(1) == 1', 'unknown'],
    ['optional.ofNonZeroValue(thing.size).hasValue()', 'unknown'],
    ['thing.size == thing.size', 'unknown'],
    ['[thing.size].size() == 1', 'unknown'],
    ['{"a": thing.size}.size() == 1', 'unknown'],
    ['type(thing.size) == int', 'unknown'],
    ['thing.size in [1, 2]', 'unknown'],
    ['[1, 2].filter(x, x > thing.size) == []', 'unknown'],
    ['[1].exists_one(x, x == thing.size)', 'unknown'],
    ['"%d".format([thing.size]) == "1"', 'unknown'],
  ])('%s is %s', (source, wanted) => {
    expect(run(source)).toBe(wanted)
  })

  it('says everything that is missing, once', () => {
    expect(missing('thing.size > 1 && other.size > 1 && thing.size > 2')).toEqual(['another thing', 'the size of it'])
  })
})

describe('what is wrong with an expression', () => {
  it.each([
    ['thing.nam', '0-9 thing has no field "nam"'],
    ['thing.size == "a"', '0-17 "_==_" does not take (int, string)'],
    ['thing.name.contains(1)', '0-22 "contains" does not take (string, int)'],
    ['nothing', '0-7 there is no "nothing" here'],
    ['texts.all(t, t)', '13-14 this must be true or false, not string'],
    ['thing.name', '0-10 this must be bool, not string'],
    ['flag && ', '8-8 expected an expression, found the end'],
    ['flag ¤', '5-6 "¤" cannot stand here'],
    ['"abc', '0-4 this text has no closing quote'],
    ['"\\q"', '1-3 this is no escape; a backslash is written as \\\\'],
    ['9223372036854775808 > 1', '0-19 this number is over the largest int'],
    ['Thing{name: "a"}', '0-16 there is no type "Thing" to make a value of'],
    ['has(flag)', '4-8 has() asks about a field, as in has(a.b)'],
    ['texts.map(1, 2)', '10-11 the variable of a macro is one name'],
    ['if (flag)', '0-2 "if" is a reserved word'],
    ['f("\\u001b[31m")', '0-15 there is no function "f"'],
  ])('%s: %s', (source, wanted) => {
    const issues = (() => {
      try {
        compileCel(source, ENVIRONMENT, { wanted: BOOL })
        return []
      } catch (error) {
        if (error instanceof CelInvalid) return error.issues
        throw error
      }
    })()
    expect(issues.map(({ at, end, message }) => `${at}-${end} ${message}`)).toEqual([wanted])
  })
})

describe('steps', () => {
  const nested = '[1,2,3,4,5,6,7,8,9,10]'
  const deep = Array.from({ length: 7 }).reduce<string>((inner, _, at) => `${nested}.all(v${at}, ${inner})`, 'true')

  it('run out, and nothing inside absorbs that', () => {
    const program = compileCel(`(${deep}) || flag`, ENVIRONMENT)
    expect(estimateCost(program.expression.root)).toBeGreaterThan(MAX_STEPS)
    expect(program.run(VARIABLES)).toEqual(new CelError('the expression needs more steps than it may use'))
  })

  it('are shared by a meter', () => {
    const meter = { steps: 100 }
    const program = compileCel('[1,2,3].all(x, x > 0)', ENVIRONMENT)
    expect(program.run(VARIABLES, { meter })).toBe(true)
    expect(meter.steps).toBeLessThan(90)
    while (program.run(VARIABLES, { meter }) === true);
    expect(meter.steps).toBe(0)
  })

  it('stop what grows by doubling', () => {
    const doubled = Array.from({ length: 40 }).reduce<string>(
      (inner, _, at) => `cel.bind(s${at}, ${at === 39 ? '"ab"' : `s${at + 1} + s${at + 1}`}, ${inner})`,
      's0 == ""',
    )
    expect(showValue(compileCel(doubled, ENVIRONMENT).run(VARIABLES))).toMatch(/^error: a text of an expression has at most/)
  })

  it('stop what is compared or shown part by part', () => {
    const tree = (name: string): string =>
      Array.from({ length: 40 }).reduce<string>(
        (inner, _, at) => `cel.bind(${name}${at}, ${at === 39 ? '[1]' : `[${name}${at + 1}, ${name}${at + 1}]`}, ${inner})`,
        `${name}0`,
      )
    expect(showValue(compileCel(`${tree('a')} == ${tree('b')}`, ENVIRONMENT).run(VARIABLES))).toMatch(/^error: the values to compare/)
    expect(showValue(compileCel(`"%s".format([${tree('a')}])`, ENVIRONMENT).run(VARIABLES))).toMatch(/^error: /)
    expect(showValue(compileCel(tree('a'), ENVIRONMENT).run(VARIABLES)).length).toBeLessThanOrEqual(200)
  })

  it('are enough for a thousand entries', () => {
    const variables = { ...VARIABLES, texts: Array.from({ length: 1000 }, (_, at) => `t${at}`) }
    expect(compileCel('texts.all(t, t.startsWith("t") && t.size() < 10)', ENVIRONMENT).run(variables)).toBe(true)
  })
})

it('matches patterns in time linear in the text', () => {
  const source = 'thing.name.matches("^(a+)+$")'
  expect(compileCel(source, ENVIRONMENT).run({ ...VARIABLES, thing: { ...THING, name: `${'a'.repeat(50_000)}!` } })).toBe(false)
})

it('lets no hard pattern go through a long text', () => {
  const program = compileCel('thing.name.matches("(?:a?){500}a{500}")', ENVIRONMENT)
  expect(program.run({ ...VARIABLES, thing: { ...THING, name: 'ab'.repeat(50_000) } })).toEqual(
    new CelError('the expression needs more steps than it may use'),
  )
})

it('traces what every part came to', () => {
  const trace = compileCel('flag && [1, 2].exists(x, x > 1)', ENVIRONMENT).explain(VARIABLES)
  expect(trace.result).toBe(true)
  expect(trace.parts.map(({ node, result }) => [node.kind, result])).toEqual([
    ['ident', true],
    ['fold', true],
  ])
  expect(trace.parts[1]?.parts.map(({ result }) => showValue(result))).toEqual(['[1, 2]', 'false', 'true'])
})
