import type { BindNode, CallNode, CelNode, IdentNode, ListNode, MapNode, SelectNode } from './ast.ts'
import type { CelEnvironment } from './cel-environment.ts'
import { quoted } from './cel-invalid.ts'
import type { Step } from './cel-frame.ts'
import type { CelResult, CelValue } from './cel-value.ts'
import { asWhole, CelError, CelMap, CelOptional, isFault, NONE, worse } from './cel-value.ts'
import { compileCall } from './compile-call.ts'
import { compileFold } from './compile-fold.ts'
import { hasField, optionalSelected, selected } from './container-functions.ts'
import { put } from './put-entry.ts'
import { dottedName, resolveName } from './resolve.ts'

/** What names mean at one place of an expression. */
export interface Scope {
  readonly environment: CelEnvironment
  /** Places of the variables of macros in a frame. */
  readonly locals: ReadonlyMap<string, number>
  /** Every part notes what it came to. */
  readonly traced: boolean
}

export type Compile = (node: CelNode, scope: Scope) => Step

/** Turns a part of an expression into a function of a frame. Nothing here throws for what an expression says; it gives a CelError. */
export function compileNode(node: CelNode, scope: Scope): Step {
  const step = bare(node, scope)
  if (!scope.traced) return step
  return (frame) => {
    const parent = frame.trace
    const mine = { node, result: null as CelResult, parts: [] }
    parent?.parts.push(mine)
    frame.trace = mine
    mine.result = step(frame)
    frame.trace = parent
    return mine.result
  }
}

function bare(node: CelNode, scope: Scope): Step {
  switch (node.kind) {
    case 'literal': {
      const { value } = node
      return () => value
    }
    case 'ident':
      return named(node, scope) ?? fault(`undeclared reference to ${quoted(node.name)}`)
    case 'select':
      return named(node, scope) ?? selection(node, scope)
    case 'call':
      return call(node, scope)
    case 'list':
      return list(node, scope)
    case 'map':
      return map(node, scope)
    case 'struct':
      return fault(`there is no type ${quoted(node.name)}`)
    case 'fold':
      return compileFold(node, scope, compileNode)
    case 'bind':
      return bind(node, scope)
  }
}

function fault(message: string): Step {
  const error = new CelError(message)
  return () => error
}

function named(node: IdentNode | SelectNode, { environment, locals }: Scope): Step | null {
  const slot = node.kind === 'ident' && !node.absolute ? locals.get(node.name) : undefined
  if (slot !== undefined) return (frame) => frame.locals[slot] as CelResult
  const name = resolveName(node, environment, locals)
  if (name === null) return null
  const type = environment.types.get(name)
  if (type !== undefined && !environment.variables.has(name)) return () => type.value
  const absent = new CelError(`there is no value of ${quoted(name)}`)
  return ({ variables }) => variables[name] ?? (variables[name] === null ? null : absent)
}

function selection(node: SelectNode, scope: Scope): Step {
  const { field, optional, test } = node
  const operand = compileNode(node.operand, scope)
  const read = test ? hasField : optional ? optionalSelected : selected
  if (test || optional || scope.traced) return (frame) => readOf(operand(frame), field, read)
  return (frame) => {
    const value = operand(frame)
    return isFault(value) ? value : selected(value, field)
  }
}

function readOf(value: CelResult, field: string, read: (value: CelValue, field: string) => CelResult): CelResult {
  return isFault(value) ? value : read(value, field)
}

/** A name of a namespace that nobody declared is an error of that name, not of its first part. */
function call(node: CallNode, scope: Scope): Step {
  return compileCall(node, scope, compileNode) ?? fault(`unbound function ${quoted(dottedName(node.target ?? node)?.name ?? node.name)}`)
}

function list(node: ListNode, scope: Scope): Step {
  const items = node.items.map(({ value, optional }) => ({ step: compileNode(value, scope), optional }))
  if (!scope.traced && node.items.every(({ value, optional }) => value.kind === 'literal' && !optional)) {
    const constant = node.items.map(({ value }) => (value.kind === 'literal' ? value.value : null))
    return () => constant
  }
  return (frame) => {
    const made: CelValue[] = []
    let bad: CelResult = null
    for (const { step, optional } of items) {
      const value = asWhole(step(frame))
      if (isFault(value)) bad = worse(bad, value)
      else if (!optional) made.push(value)
      else if (!(value instanceof CelOptional)) bad = worse(bad, new CelError('after "?" stands an optional'))
      else if (value.value !== undefined) made.push(value.value)
    }
    return bad ?? made
  }
}

function map(node: MapNode, scope: Scope): Step {
  const entries = node.entries.map(({ key, value, optional }) => ({
    key: compileNode(key, scope),
    value: compileNode(value, scope),
    optional,
  }))
  return (frame) => {
    const made = new Map<unknown, readonly [CelValue, CelValue]>()
    let bad: CelResult = null
    for (const { key: keyStep, value: valueStep, optional } of entries) {
      const key = keyStep(frame)
      const value = asWhole(valueStep(frame))
      if (isFault(key) || isFault(value)) bad = worse(bad, worse(key, value))
      else if (optional && !(value instanceof CelOptional)) bad = worse(bad, new CelError('after "?" stands an optional'))
      else if (!optional) bad = put(made, key, value) ?? bad
      else if ((value as CelOptional).value !== undefined) bad = put(made, key, (value as CelOptional).value as CelValue) ?? bad
    }
    return bad ?? new CelMap(made)
  }
}

function bind({ bind: kind, variable, value, body }: BindNode, scope: Scope): Step {
  const slot = scope.locals.size === 0 ? 0 : Math.max(...scope.locals.values()) + 1
  const given = compileNode(value, scope)
  const inner = compileNode(body, { ...scope, locals: new Map([...scope.locals, [variable, slot]]) })
  if (kind === 'bind') {
    // What is bound and never looked at may be an error.
    return (frame) => {
      frame.locals[slot] = given(frame)
      return inner(frame)
    }
  }
  return (frame) => {
    const optional = given(frame)
    if (isFault(optional)) return optional
    if (!(optional instanceof CelOptional)) return new CelError(`no such overload: ${kind}`)
    if (optional.value === undefined) return NONE
    frame.locals[slot] = optional.value
    const result = inner(frame)
    return kind === 'optFlatMap' || isFault(result) ? result : new CelOptional(result)
  }
}
