import type { CelValue } from './cel-value.ts'
import { CelError, typeName } from './cel-value.ts'

/** The error of a function that is asked with types it does not take. */
export function noOverload(name: string, args: readonly CelValue[]): CelError {
  return new CelError(`no such overload: ${name}(${args.map(typeName).join(', ')})`)
}
