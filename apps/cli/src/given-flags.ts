import { usageWrongValue } from '@cupel/model'
import { text } from './command.ts'
import type { FlagValues } from './command.ts'

/** The string flags that were given, under the names that a request has for them. */
export function given<K extends string>(flags: FlagValues, names: Readonly<Record<K, string>>): Partial<Record<K, string>> {
  const entries = Object.entries<string>(names).flatMap(([key, name]) => {
    const value = text(flags, name)
    return value === undefined ? [] : [[key, value] as const]
  })
  return Object.fromEntries(entries) as Partial<Record<K, string>>
}

/** `NAME=VALUE` flags as a table. */
export function namedValues(values: readonly string[], flag: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    values.map((value) => {
      const equals = value.indexOf('=')
      if (equals < 1) throw usageWrongValue(flag, value, 'NAME=VALUE')
      return [value.slice(0, equals), value.slice(equals + 1)]
    }),
  )
}
