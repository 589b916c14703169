/** A static type of CEL (language definition, "Gradual Type Checking"). Records are the typed model's own object types, known by name. */
export type CelType =
  | { readonly kind: 'bool' | 'int' | 'uint' | 'double' | 'string' | 'bytes' | 'null' | 'timestamp' | 'duration' | 'dyn' | 'error' }
  | { readonly kind: 'list'; readonly item: CelType }
  | { readonly kind: 'map'; readonly key: CelType; readonly value: CelType }
  | { readonly kind: 'type'; readonly of: CelType }
  | { readonly kind: 'parameter'; readonly name: string }
  | { readonly kind: 'record'; readonly name: string }
  /** `optional_type` and other types with parameters that have no syntax of their own. */
  | { readonly kind: 'opaque'; readonly name: string; readonly of: readonly CelType[] }

export const BOOL: CelType = { kind: 'bool' }
export const INT: CelType = { kind: 'int' }
export const UINT: CelType = { kind: 'uint' }
export const DOUBLE: CelType = { kind: 'double' }
export const STRING: CelType = { kind: 'string' }
export const BYTES: CelType = { kind: 'bytes' }
export const NULL: CelType = { kind: 'null' }
export const TIMESTAMP: CelType = { kind: 'timestamp' }
export const DURATION: CelType = { kind: 'duration' }
export const DYN: CelType = { kind: 'dyn' }
export const ERROR: CelType = { kind: 'error' }

export function listOf(item: CelType): CelType {
  return { kind: 'list', item }
}

export function mapOf(key: CelType, value: CelType): CelType {
  return { kind: 'map', key, value }
}

export function typeOf(of: CelType): CelType {
  return { kind: 'type', of }
}

export function optionalOf(item: CelType): CelType {
  return { kind: 'opaque', name: 'optional_type', of: [item] }
}

export function record(name: string): CelType {
  return { kind: 'record', name }
}

export function parameter(name: string): CelType {
  return { kind: 'parameter', name }
}

/** What an optional holds; null for every other type. */
export function optionalItem(type: CelType): CelType | null {
  return type.kind === 'opaque' && type.name === 'optional_type' ? (type.of[0] ?? DYN) : null
}

/** The types that a type is made of, in order. */
export function partsOf(type: CelType): readonly CelType[] {
  if (type.kind === 'list') return [type.item]
  if (type.kind === 'map') return [type.key, type.value]
  if (type.kind === 'opaque') return type.of
  return type.kind === 'type' ? [type.of] : []
}

/** The same type around other parts. */
export function withParts(type: CelType, parts: readonly CelType[]): CelType {
  const [first = DYN, second = DYN] = parts
  if (type.kind === 'list') return listOf(first)
  if (type.kind === 'map') return mapOf(first, second)
  if (type.kind === 'opaque') return { ...type, of: parts }
  return type.kind === 'type' ? typeOf(first) : type
}

/** Whether two types are written alike. */
export function sameType(a: CelType, b: CelType): boolean {
  if (a === b) return true
  if (a.kind !== b.kind || nameOf(a) !== nameOf(b)) return false
  const [left, right] = [partsOf(a), partsOf(b)]
  return left.length === right.length && left.every((part, at) => sameType(part, right[at] as CelType))
}

/** The name that types of one kind may still differ by. */
export function nameOf(type: CelType): string {
  return type.kind === 'parameter' || type.kind === 'record' || type.kind === 'opaque' ? type.name : ''
}

/** A type as CEL's tools write it: `map(string, list(int))`. */
export function showType(type: CelType): string {
  const parts = partsOf(type)
  const name = nameOf(type) || type.kind
  return parts.length === 0 ? name : `${name}(${parts.map(showType).join(', ')})`
}
