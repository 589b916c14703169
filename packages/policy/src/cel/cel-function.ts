import type { CelType } from './cel-type.ts'
import type { CelResult, CelValue } from './cel-value.ts'
import { isList } from './cel-value.ts'
import { splitTypes, typeOfText } from './type-text.ts'

export interface Overload {
  readonly params: readonly CelType[]
  readonly result: CelType
  /** Names of the type parameters in it. */
  readonly generics: readonly string[]
}

/** What a function does with values; arguments that are no values never reach it. It gives a CelError for types it does not take. */
export type CelRun = (a: CelValue, b: CelValue, c: CelValue, d: CelValue, ...more: readonly CelValue[]) => CelResult

/** A function or operator of the language: how it may be used, and what it does. Pure. */
export interface CelFunction {
  readonly name: string
  /** `x.name()` rather than `name(x)`; the first parameter is then the receiver. */
  readonly member: boolean
  readonly overloads: readonly Overload[]
  readonly run: CelRun
  /** Steps for its work, where that grows with its arguments. */
  readonly cost: CelCost | null
}

export type CelCost = (a: CelValue, b: CelValue) => number

/** Key of a function in an environment: a name may be a function and a method. */
export function functionKey(name: string, member: boolean): string {
  return member ? `.${name}` : name
}

/**
 * Declares a function by signatures: `size(string) int`, or `string.size() int` for a method. Signatures of one function differ in
 * their parameters.
 */
export function declare(
  signatures: string | readonly string[],
  run: CelRun,
  work: 'constant' | 'sized' | CelCost = 'constant',
): CelFunction {
  const list = typeof signatures === 'string' ? [signatures] : signatures
  const parsed = list.map(parseSignature)
  const { name, member } = parsed[0] as Signature
  return {
    name,
    member,
    overloads: parsed.map(({ overload }) => overload),
    run,
    cost: work === 'constant' ? null : work === 'sized' ? sizesOf : work,
  }
}

interface Signature {
  readonly name: string
  readonly member: boolean
  readonly overload: Overload
}

function parseSignature(signature: string): Signature {
  const close = closingFrom(signature)
  const open = openingOf(signature, close)
  const head = signature.slice(0, open)
  const text = splitTypes(signature.slice(open + 1, close))
  const result = signature.slice(close + 1).trim()
  // A receiver is told by its arrow, since names of functions hold dots: `string->size() int`.
  const arrow = head.indexOf('->')
  const all = arrow < 0 ? text : [head.slice(0, arrow), ...text]
  const generics = [...new Set([...all, result].join(' ').match(/\b[A-Z]\b/g) ?? [])]
  return {
    name: arrow < 0 ? head : head.slice(arrow + 2),
    member: arrow >= 0,
    overload: { params: all.map(typeOfText), result: typeOfText(result), generics },
  }
}

/** The bracket that ends the parameters stands before the last space outside brackets. */
function closingFrom(signature: string): number {
  let depth = 0
  for (let at = signature.length - 1; at >= 0; at--) {
    if (signature[at] === ')') depth++
    else if (signature[at] === '(') depth--
    else if (signature[at] === ' ' && depth === 0 && signature[at - 1] === ')') return at - 1
  }
  return signature.lastIndexOf(')')
}

function openingOf(signature: string, close: number): number {
  let depth = 0
  for (let at = close; at >= 0; at--) {
    if (signature[at] === ')') depth++
    else if (signature[at] === '(' && --depth === 0) return at
  }
  return 0
}

function sizesOf(a: CelValue, b: CelValue): number {
  return sizeOf(a) + sizeOf(b)
}

/** Steps for looking through a value. */
function sizeOf(value: CelValue | undefined): number {
  if (typeof value === 'string') return value.length >> 4
  if (typeof value !== 'object' || value === null) return 0
  return isList(value) ? value.length : value instanceof Uint8Array ? value.length >> 4 : 1
}
