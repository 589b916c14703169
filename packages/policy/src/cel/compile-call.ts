import type { CallNode, CelNode } from './ast.ts'
import type { Frame, Step } from './cel-frame.ts'
import { spend } from './cel-frame.ts'
import type { CelFunction, CelRun } from './cel-function.ts'
import type { CelResult, CelValue } from './cel-value.ts'
import { asWhole, CelError, CelOptional, CelUnknown, isFault, worse } from './cel-value.ts'
import type { Compile, Scope } from './compile.ts'
import { resolveCall } from './resolve.ts'

/** Compiles a call; null when there is no function of its name. Functions are strict, except for what decides by a part of its operands. */
export function compileCall(node: CallNode, scope: Scope, compile: Compile): Step | null {
  const steps = (nodes: readonly CelNode[]): Step[] => nodes.map((one) => compile(one, scope))
  if (node.target === null) {
    const [a, b, c] = node.args
    if (node.name === '_&&_' || node.name === '_||_')
      return logic(compile(a as CelNode, scope), compile(b as CelNode, scope), node.name === '_||_')
    if (node.name === '_?_:_') return choice(compile(a as CelNode, scope), compile(b as CelNode, scope), compile(c as CelNode, scope))
  }
  const resolved = resolveCall(node, scope.environment, scope.locals)
  if (resolved === null) return null
  const { called, args } = resolved
  const [first, second] = args
  if (called.member && (called.name === 'or' || called.name === 'orValue') && args.length === 2) {
    return otherwise(compile(first as CelNode, scope), compile(second as CelNode, scope), called.run)
  }
  if (!called.overloads.some(({ params }) => params.length === args.length)) return null
  const constant = scope.traced ? null : withConstant(called.name, args, scope, compile)
  return constant ?? strict(steps(args), called)
}

/** `&&` and `||` (language definition, "Logical Operators"): the deciding side wins over errors and unknowns of the other. */
function logic(left: Step, right: Step, deciding: boolean): Step {
  return (frame) => {
    const a = left(frame)
    if (a === deciding) return deciding
    const b = right(frame)
    if (b === deciding) return deciding
    if (typeof a === 'boolean' && typeof b === 'boolean') return b
    return worse(asCondition(a), asCondition(b))
  }
}

/** A condition that is neither true nor false is an error. */
export function asCondition(value: CelResult): CelResult {
  return typeof value === 'boolean' || isFault(value) ? value : new CelError('no such overload: a condition is true or false')
}

function choice(condition: Step, yes: Step, no: Step): Step {
  return (frame) => {
    const value = condition(frame)
    if (value === true) return yes(frame)
    return value === false ? no(frame) : asCondition(value)
  }
}

/** The second side is looked at only when the first holds nothing. */
function otherwise(optional: Step, other: Step, run: CelRun): Step {
  return (frame) => {
    const value = optional(frame)
    if (isFault(value)) return value
    if (value instanceof CelOptional && value.value !== undefined) return run(value, value, value, value)
    const second = other(frame)
    return isFault(second) ? second : run(value, second, second, second)
  }
}

/** The shapes that rules are full of, without a general call: a text compared with a constant, or looked up in a list of constants. */
function withConstant(name: string, args: readonly CelNode[], scope: Scope, compile: Compile): Step | null {
  const [left, right] = args
  if (left === undefined || right === undefined) return null
  if ((name === '_==_' || name === '_!=_') && right.kind === 'literal' && typeof right.value === 'string') {
    const value = compile(left, scope)
    const { value: wanted } = right
    const equal = name === '_==_'
    return (frame) => {
      const given = value(frame)
      return isFault(given) ? given : (given === wanted) === equal
    }
  }
  if (name !== '@in' || right.kind !== 'list') return null
  const texts = right.items.map(({ value, optional }) => (value.kind === 'literal' && !optional ? value.value : null))
  if (!texts.every((one) => typeof one === 'string')) return null
  const known = new Set<CelValue>(texts)
  const value = compile(left, scope)
  return (frame) => {
    const given = value(frame)
    return isFault(given) ? given : known.has(given)
  }
}

const NOTHING = undefined as unknown as CelValue

function strict(args: readonly Step[], called: CelFunction): Step {
  const { run, cost } = called
  const [first, second] = args
  if (args.length === 1 && first !== undefined) {
    return (frame) => {
      const a = asWhole(first(frame))
      if (isFault(a)) return a
      if (cost !== null) spend(frame, cost(a, NOTHING))
      return run(a, NOTHING, NOTHING, NOTHING)
    }
  }
  if (args.length === 2 && first !== undefined && second !== undefined) {
    return (frame) => {
      const a = asWhole(first(frame))
      if (a instanceof CelUnknown) return joinUnknown(a, asWhole(second(frame)))
      const b = asWhole(second(frame))
      if (isFault(a) || isFault(b)) return worse(a, b)
      if (cost !== null) spend(frame, cost(a, b))
      return run(a, b, NOTHING, NOTHING)
    }
  }
  return (frame) => manyArguments(frame, args, called)
}

function joinUnknown(a: CelUnknown, b: CelResult): CelResult {
  return b instanceof CelUnknown ? worse(a, b) : a
}

function manyArguments(frame: Frame, args: readonly Step[], { run, cost }: CelFunction): CelResult {
  const values: CelValue[] = []
  let bad: CelResult = null
  for (const step of args) {
    const value = asWhole(step(frame))
    if (isFault(value)) bad = worse(bad, value)
    else values.push(value)
  }
  if (bad !== null) return bad
  const [a = NOTHING, b = NOTHING, c = NOTHING, d = NOTHING, ...more] = values
  if (cost !== null) spend(frame, cost(a, b))
  return run(a, b, c, d, ...more)
}
