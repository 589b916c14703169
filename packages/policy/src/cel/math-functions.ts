import { declare } from './cel-function.ts'
import type { CelFunction } from './cel-function.ts'
import type { CelResult, CelValue } from './cel-value.ts'
import { CelError, CelUint, isList } from './cel-value.ts'
import { celOrder } from './compare.ts'
import { noOverload } from './no-overload.ts'
import { asNumber, int, uint } from './numbers.ts'

const NUMBERS = ['int', 'uint', 'double'] as const

function extreme(name: string, sign: 1 | -1): CelFunction {
  const best = (values: readonly CelValue[]): CelResult => {
    const wrong = values.find((one) => asNumber(one) === null)
    if (wrong !== undefined) return noOverload(name, values)
    return values.reduce((found, one) => ((celOrder(one, found) ?? 0) * sign > 0 ? one : found))
  }
  const pairs = NUMBERS.flatMap((a) => NUMBERS.map((b) => `${name}(${a}, ${b}) ${a === b ? a : 'dyn'}`))
  const more = [3, 4, 5, 6, 7, 8].map((count) => `${name}(${Array(count).fill('dyn').join(', ')}) dyn`)
  const lists = NUMBERS.map((type) => `${name}(list(${type})) ${type}`)
  return declare([...NUMBERS.map((type) => `${name}(${type}) ${type}`), ...pairs, ...lists, ...more], (...args) => {
    const values = args.filter((one) => one !== undefined)
    const [first] = values
    if (values.length === 1 && isList(first as CelValue)) {
      const list = first as readonly CelValue[]
      return list.length === 0 ? new CelError(`${name}() of an empty list`) : best(list)
    }
    return best(values)
  })
}

function ofDouble(name: string, run: (value: number) => number): CelFunction {
  return declare(`math.${name}(double) double`, (value) => (typeof value === 'number' ? run(value) : noOverload(`math.${name}`, [value])))
}

function test(name: string, run: (value: number) => boolean): CelFunction {
  return declare(`math.${name}(double) bool`, (value) => (typeof value === 'number' ? run(value) : noOverload(`math.${name}`, [value])))
}

function ofNumber(name: string, run: (value: bigint | number) => bigint | number): CelFunction {
  return declare(
    NUMBERS.map((type) => `math.${name}(${type}) ${type}`),
    (value) => {
      const number = asNumber(value)
      if (number === null) return noOverload(`math.${name}`, [value])
      const result = run(number)
      return typeof result === 'number' ? result : value instanceof CelUint ? uint(result) : int(result)
    },
  )
}

function bits(name: string, run: (a: bigint, b: bigint) => bigint): CelFunction {
  return declare([`math.${name}(int, int) int`, `math.${name}(uint, uint) uint`], (a, b) => {
    if (typeof a === 'bigint' && typeof b === 'bigint') return BigInt.asIntN(64, run(a, b))
    if (a instanceof CelUint && b instanceof CelUint) return new CelUint(BigInt.asUintN(64, run(a.value, b.value)))
    return noOverload(`math.${name}`, [a, b])
  })
}

/** Shifts move the 64 bits as they are: to the right, zeros come in for either kind. */
function shift(name: string, run: (value: bigint, by: bigint) => bigint): CelFunction {
  return declare([`math.${name}(int, int) int`, `math.${name}(uint, int) uint`], (value, by) => {
    if (typeof by !== 'bigint') return noOverload(`math.${name}`, [value, by])
    if (by < 0n) return new CelError(`${name} by a negative number`)
    if (typeof value === 'bigint') return by > 63n ? 0n : BigInt.asIntN(64, run(BigInt.asUintN(64, value), by))
    if (value instanceof CelUint) return by > 63n ? new CelUint(0n) : new CelUint(BigInt.asUintN(64, run(value.value, by)))
    return noOverload(`math.${name}`, [value, by])
  })
}

function round(value: number): number {
  const whole = Math.trunc(value)
  return Math.abs(value - whole) >= 0.5 ? whole + Math.sign(value) : whole
}

function sqrt(value: CelValue): CelResult {
  const number = asNumber(value)
  return number === null ? noOverload('math.sqrt', [value]) : Math.sqrt(Number(number))
}

/** The math extension (version 2). */
export const MATH_FUNCTIONS: readonly CelFunction[] = [
  extreme('math.greatest', 1),
  extreme('math.least', -1),
  ofDouble('ceil', Math.ceil),
  ofDouble('floor', Math.floor),
  ofDouble('trunc', Math.trunc),
  ofDouble('round', round),
  test('isInf', (value) => value === Infinity || value === -Infinity),
  test('isNaN', Number.isNaN),
  test('isFinite', Number.isFinite),
  ofNumber('abs', (value) => (value < 0 ? -value : value)),
  ofNumber('sign', (value) => (typeof value === 'number' ? Math.sign(value) : value > 0n ? 1n : value < 0n ? -1n : 0n)),
  bits('bitAnd', (a, b) => a & b),
  bits('bitOr', (a, b) => a | b),
  bits('bitXor', (a, b) => a ^ b),
  declare(['math.bitNot(int) int', 'math.bitNot(uint) uint'], (value) => {
    if (typeof value === 'bigint') return ~value
    return value instanceof CelUint ? new CelUint(BigInt.asUintN(64, ~value.value)) : noOverload('math.bitNot', [value])
  }),
  shift('bitShiftLeft', (value, by) => value << by),
  shift('bitShiftRight', (value, by) => value >> by),
  declare(
    NUMBERS.map((type) => `math.sqrt(${type}) double`),
    sqrt,
  ),
]
