import { celEnvironment, celEquals, CelError, CelInvalid, compileCel, declare, isFault, showType } from '@cupel/policy'
import type { CelResult, CelValue } from '@cupel/policy'
import { expect, test } from 'vitest'
import { celCases, CORE } from './cel-cases.ts'
import type { CelCase } from './cel-cases.ts'

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
