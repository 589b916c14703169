import { MAX_ENTRIES } from './cel-limits.ts'
import type { CelValue } from './cel-value.ts'
import { CelError } from './cel-value.ts'
import { isKeyType, mapKey } from './equals.ts'

/** Adds an entry; an error when the key is no key or is there already. */
export function put(made: Map<unknown, readonly [CelValue, CelValue]>, key: CelValue, value: CelValue): CelError | null {
  if (!isKeyType(key)) return new CelError('unsupported key type')
  const found = mapKey(key)
  if (made.has(found)) return new CelError('Failed with repeated key')
  if (made.size >= MAX_ENTRIES) return new CelError('too many entries')
  made.set(found, [key, value])
  return null
}
