import { BOOL, BYTES, DOUBLE, INT, NULL, STRING, UINT } from './cel-type.ts'
import type { CelType } from './cel-type.ts'
import type { CelValue } from './cel-value.ts'

/** Type of a value that was written as a literal. */
export function literalType(value: CelValue): CelType {
  switch (typeof value) {
    case 'boolean':
      return BOOL
    case 'bigint':
      return INT
    case 'number':
      return DOUBLE
    case 'string':
      return STRING
    default:
      return value === null ? NULL : value instanceof Uint8Array ? BYTES : UINT
  }
}
