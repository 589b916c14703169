import { declare } from './cel-function.ts'
import type { CelFunction } from './cel-function.ts'
import { comparing } from './compare.ts'

const ORDERED = ['bool', 'int', 'uint', 'double', 'string', 'bytes', 'timestamp', 'duration'].map((type) => [type, type] as const)
const MIXED = ['int', 'uint', 'double'].flatMap((a) => ['int', 'uint', 'double'].filter((b) => b !== a).map((b) => [a, b] as const))

function ordering(name: string, holds: (order: number) => boolean): CelFunction {
  return declare(
    [...ORDERED, ...MIXED].map(([a, b]) => `${name}(${a}, ${b}) bool`),
    comparing(name, holds),
  )
}

/** The four operators of order; numbers of different kinds are compared by their value. */
export const ORDER_FUNCTIONS: readonly CelFunction[] = [
  ordering('_<_', (order) => order < 0),
  ordering('_<=_', (order) => order <= 0),
  ordering('_>_', (order) => order > 0),
  ordering('_>=_', (order) => order >= 0),
]
