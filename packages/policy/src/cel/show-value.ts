import { showDouble } from './conversions.ts'
import type { CelResult, CelValue } from './cel-value.ts'
import {
  CelDuration,
  CelError,
  CelMap,
  CelOptional,
  CelTimestamp,
  CelTypeValue,
  CelUint,
  CelUnknown,
  fieldOf,
  isList,
  RECORD_TYPE,
} from './cel-value.ts'
import { showDuration, showTimestamp } from './time.ts'

const MAX_ITEMS = 10
const MAX_TEXT = 200

/** A result for people, as CEL would write it; long ones are cut. */
export function showValue(value: CelResult): string {
  const text = shown(value, 0)
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT - 1)}…` : text
}

function shown(value: CelResult, depth: number): string {
  if (value === null) return 'null'
  if (typeof value === 'string') return JSON.stringify(value.length > MAX_TEXT ? value.slice(0, MAX_TEXT) : value)
  if (typeof value === 'number') return showDouble(value)
  if (typeof value !== 'object') return String(value)
  if (value instanceof CelUnknown) return 'unknown'
  if (value instanceof CelError) return `error: ${value.message}`
  if (isList(value))
    return bracketed(
      '[',
      value.map((one) => () => shown(one, depth + 1)),
      ']',
      depth,
    )
  return shownObject(value as Exclude<CelValue, string | number | boolean | bigint | null | readonly CelValue[]>, depth)
}

function shownObject(value: Exclude<CelValue, string | number | boolean | bigint | null | readonly CelValue[]>, depth: number): string {
  if (value instanceof CelUint) return `${value.value}u`
  if (value instanceof CelTimestamp) return `timestamp("${showTimestamp(value)}")`
  if (value instanceof CelDuration) return `duration("${showDuration(value)}")`
  if (value instanceof CelTypeValue) return value.name
  if (value instanceof Uint8Array) return `${value.length} bytes`
  if (value instanceof CelOptional) return value.value === undefined ? 'optional.none()' : `optional.of(${shown(value.value, depth + 1)})`
  if (value instanceof CelMap) {
    const entries = [...value.entries.values()]
    return bracketed(
      '{',
      entries.map(
        ([key, item]) =>
          () =>
            `${shown(key, depth + 1)}: ${shown(item, depth + 1)}`,
      ),
      '}',
      depth,
    )
  }
  const name = ['purl', 'id', 'subject', 'name'].map((field) => fieldOf(value, field)).find((one) => typeof one === 'string')
  return typeof name === 'string' ? `${value[RECORD_TYPE]} ${JSON.stringify(name)}` : value[RECORD_TYPE]
}

function bracketed(open: string, items: readonly (() => string)[], close: string, depth: number): string {
  if (depth > 2) return `${open}…${close}`
  const some = items.slice(0, MAX_ITEMS).map((one) => one())
  return `${open}${[...some, ...(items.length > MAX_ITEMS ? ['…'] : [])].join(', ')}${close}`
}
