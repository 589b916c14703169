import type { CelType } from './cel-type.ts'
import { DYN, nameOf, partsOf, sameType, withParts } from './cel-type.ts'

/** What type parameters stand for so far. */
export type Bindings = ReadonlyMap<string, CelType>

/** Kinds that null may stand for. */
const NULLABLE: ReadonlySet<CelType['kind']> = new Set(['null', 'timestamp', 'duration', 'record', 'opaque'])

/**
 * Whether values of the types `given` may be used where `wanted` stand; the bindings that makes them fit, or null. The rules are those
 * of the reference checker: `dyn` fits everything, a parameter takes the more general of what it meets.
 */
export function assignable(given: readonly CelType[], wanted: readonly CelType[], bindings: Bindings): Bindings | null {
  if (given.length !== wanted.length) return null
  const open = given.some(hasParameter) || wanted.some(hasParameter)
  const trial = open ? new Map(bindings) : NO_BINDINGS
  if (!given.every((one, at) => fits(one, wanted[at] as CelType, trial))) return null
  return open ? trial : bindings
}

/** Types without parameters bind nothing. */
const NO_BINDINGS = new Map<string, CelType>()

function hasParameter(type: CelType): boolean {
  return type.kind === 'parameter' || partsOf(type).some(hasParameter)
}

/** The type with its parameters replaced; those nobody bound become `dyn` when told so. */
export function substitute(type: CelType, bindings: Bindings, unboundIsDyn = false): CelType {
  if (type.kind === 'parameter') {
    const bound = bindings.get(type.name)
    if (bound !== undefined) return substitute(bound, bindings, unboundIsDyn)
    return unboundIsDyn ? DYN : type
  }
  const parts = partsOf(type)
  return parts.length === 0
    ? type
    : withParts(
        type,
        parts.map((part) => substitute(part, bindings, unboundIsDyn)),
      )
}

/** Of two types that fit each other, the one that says less. */
export function moreGeneral(a: CelType, b: CelType): CelType {
  return saysLess(a, b) ? a : b
}

function saysLess(a: CelType, b: CelType): boolean {
  if (a.kind === 'dyn' || a.kind === 'parameter') return true
  if (b.kind === 'dyn' || b.kind === 'parameter') return false
  if (a.kind === 'null' || b.kind === 'null') return b.kind === 'null'
  if (a.kind !== b.kind || nameOf(a) !== nameOf(b)) return false
  if (a.kind === 'type') return true
  const others = partsOf(b)
  return partsOf(a).every((part, at) => saysLess(part, others[at] ?? DYN))
}

function fits(given: CelType, wanted: CelType, bindings: Map<string, CelType>): boolean {
  if (wanted.kind === 'parameter') {
    const tried = bind(given, wanted.name, bindings)
    if (tried !== null) return tried
  }
  if (given.kind === 'parameter') {
    const tried = bind(wanted, given.name, bindings)
    if (tried !== null) return tried
  }
  if (isAny(given) || isAny(wanted)) return true
  if (given.kind === 'null') return NULLABLE.has(wanted.kind)
  if (wanted.kind === 'null') return NULLABLE.has(given.kind)
  if (given.kind !== wanted.kind || nameOf(given) !== nameOf(wanted)) return false
  if (given.kind === 'type') return true
  const [left, right] = [partsOf(given), partsOf(wanted)]
  return left.length === right.length && left.every((part, at) => fits(part, right[at] as CelType, bindings))
}

/** null: the parameter cannot stand for the type, which is then compared as it is. */
function bind(type: CelType, name: string, bindings: Map<string, CelType>): boolean | null {
  if (type.kind === 'parameter' && type.name === name) return true
  const bound = bindings.get(name)
  if (bound === undefined) {
    if (mentions(type, name, bindings)) return null
    bindings.set(name, type)
    return true
  }
  if (sameType(type, bound)) return true
  if (!fits(type, bound, bindings)) return false
  const general = moreGeneral(type, bound)
  if (!mentions(general, name, bindings)) bindings.set(name, general)
  return true
}

function mentions(type: CelType, name: string, bindings: Bindings): boolean {
  if (type.kind !== 'parameter') return partsOf(type).some((part) => mentions(part, name, bindings))
  if (type.name === name) return true
  const bound = bindings.get(type.name)
  return bound !== undefined && mentions(bound, name, bindings)
}

function isAny({ kind }: CelType): boolean {
  return kind === 'dyn' || kind === 'error'
}
