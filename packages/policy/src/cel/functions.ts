import { ARITHMETIC } from './arithmetic.ts'
import type { CelFunction } from './cel-function.ts'
import { declare } from './cel-function.ts'
import { CONTAINER_FUNCTIONS } from './container-functions.ts'
import { CONVERSIONS } from './conversions.ts'
import { ENCODER_FUNCTIONS } from './encoder-functions.ts'
import { MATH_FUNCTIONS } from './math-functions.ts'
import { noOverload } from './no-overload.ts'
import { OPTIONAL_FUNCTIONS } from './optional-functions.ts'
import { ORDER_FUNCTIONS } from './order-functions.ts'
import { STRING_FUNCTIONS } from './string-functions.ts'
import { TIME_FUNCTIONS } from './time-functions.ts'

/** Operators that decide by a part of their operands; compiled by themselves, here only declared. */
const LOGIC: readonly CelFunction[] = [
  declare('_&&_(bool, bool) bool', (a, b) => noOverload('_&&_', [a, b])),
  declare('_||_(bool, bool) bool', (a, b) => noOverload('_||_', [a, b])),
  declare('_?_:_(bool, A, A) A', (a, b) => noOverload('_?_:_', [a, b])),
  declare('!_(bool) bool', (value) => (typeof value === 'boolean' ? !value : noOverload('!_', [value]))),
]

/** The functions and operators that every expression has: the standard's, strings, math, optionals and encoders. */
export const CEL_FUNCTIONS: readonly CelFunction[] = [
  ...LOGIC,
  ...ARITHMETIC,
  ...ORDER_FUNCTIONS,
  ...CONTAINER_FUNCTIONS,
  ...CONVERSIONS,
  ...TIME_FUNCTIONS,
  ...STRING_FUNCTIONS,
  ...MATH_FUNCTIONS,
  ...OPTIONAL_FUNCTIONS,
  ...ENCODER_FUNCTIONS,
]
