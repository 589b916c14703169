import type { YamlNode } from '@cupel/formats'
import { celOrder } from '../cel/compare.ts'
import type { CelType } from '../cel/cel-type.ts'
import type { CelValue } from '../cel/cel-value.ts'
import { isFault, isList } from '../cel/cel-value.ts'
import { celEquals } from '../cel/equals.ts'
import { givenValue } from './given-value.ts'
import type { GivenFault } from './given-value.ts'
import type { YamlForm } from './yaml-form.ts'

/** A value as it is, and as its author wrote it. */
interface Bound {
  readonly value: CelValue
  readonly text: string
}

/** What a parameter may be, beside its type: a slip in an overlay must not switch a rule off. Empty and null: anything. */
export interface ParameterBounds {
  /** For lists, of their items. */
  readonly values: readonly Bound[]
  readonly min: Bound | null
  readonly max: Bound | null
}

const ORDERED: readonly string[] = ['int', 'double', 'duration', 'timestamp']

/** Reads `values`, `min` and `max` of a parameter; what is wrong with them becomes a fault. */
export function readBounds(form: YamlForm, type: CelType, fault: GivenFault): ParameterBounds {
  const one = type.kind === 'list' ? type.item : type
  const bound = (node: YamlNode): readonly Bound[] => {
    const value = givenValue(node, one, { records: new Map(), fault })
    return isFault(value) ? [] : [{ value, text: one.kind === 'string' ? JSON.stringify(node.text) : node.text }]
  }
  const end = (key: string): Bound | null => {
    const node = form.member(key)
    return node === null || !ORDERED.includes(type.kind) ? null : (bound(node)[0] ?? null)
  }
  const first = form.member('min') ?? form.member('max')
  if (first !== null && !ORDERED.includes(type.kind)) form.fault(first, 'min and max are for int, double, duration and timestamp')
  const listed = form.items('values')
  if (form.has('values') && one.kind === 'map') {
    form.fault(form.member('values'), 'values are for one value, or for the items of a list')
    return { values: [], min: null, max: null }
  }
  if (form.member('values')?.kind === 'sequence' && listed.length === 0) form.fault(form.member('values'), 'values has none')
  return { values: listed.flatMap(bound), min: end('min'), max: end('max') }
}

/** What is against a value; empty: nothing. */
export function outOfBounds(value: CelValue, { values, min, max }: ParameterBounds): string {
  const names = values.map(({ text }) => text).join(', ')
  const known = (item: CelValue): boolean => values.length === 0 || values.some((one) => celEquals(one.value, item))
  if (isList(value)) return value.every(known) ? '' : `each is one of ${names}`
  if (!known(value)) return `it is one of ${names}`
  if (min !== null && !((celOrder(value, min.value) ?? -1) >= 0)) return `it is at least ${min.text}`
  return max !== null && !((celOrder(value, max.value) ?? 1) <= 0) ? `it is at most ${max.text}` : ''
}
