import type { CelExpression } from './ast.ts'
import type { CelEnvironment } from './cel-environment.ts'
import type { CelTrace, Frame, Step } from './cel-frame.ts'
import { spend } from './cel-frame.ts'
import { CelInvalid } from './cel-invalid.ts'
import type { CelLimits } from './cel-limits.ts'
import { CelLimitExceeded } from './cel-limits.ts'
import type { CelType } from './cel-type.ts'
import { showType } from './cel-type.ts'
import type { CelResult } from './cel-value.ts'
import { CelError } from './cel-value.ts'
import { checkCel } from './check.ts'
import type { CheckedTypes } from './check.ts'
import { compileNode } from './compile.ts'
import { parseCel } from './parse.ts'
import { assignable } from './unify.ts'

/** Steps that one evaluation may take unless told otherwise. */
export const MAX_STEPS = 1_000_000

/** Steps that many evaluations share; what they take is taken off. */
export interface CelMeter {
  steps: number
}

export interface RunOptions {
  /** Default: MAX_STEPS for each evaluation, which is the most in any case. */
  readonly meter?: CelMeter
}

export interface CelProgram {
  readonly expression: CelExpression
  /** Of the result. */
  readonly type: CelType
  /** Types by the number of the node. */
  readonly checked: CheckedTypes | null
  /**
   * Evaluates. What goes wrong inside is a CelError, what cannot be known a CelUnknown; running out of steps is a CelError too, which
   * nothing in the expression absorbs.
   */
  run(variables: Readonly<Record<string, CelResult>>, options?: RunOptions): CelResult
  /** The same, and what every part came to. */
  explain(variables: Readonly<Record<string, CelResult>>, options?: RunOptions): CelTrace
}

export interface CompileOptions {
  /** What the result must be; anything else is an issue. */
  readonly wanted?: CelType
  readonly limits?: CelLimits
  /** Only parse and run, finding wrong types at run time: for tests of the language. Default true. */
  readonly check?: boolean
}

/** Parses, checks and compiles an expression. Throws CelInvalid with every issue and its place. */
export function compileCel(source: string, environment: CelEnvironment, options: CompileOptions = {}): CelProgram {
  const expression = parseCel(source, options.limits)
  const checked = options.check === false ? null : checkCel(expression, environment)
  if (checked !== null) requireTypes(expression, checked, options.wanted)
  const compile = (traced: boolean): Step => compileNode(expression.root, { environment, locals: new Map(), traced })
  let plain: Step | undefined
  let traced: Step | undefined
  return {
    expression,
    type: checked?.type ?? { kind: 'dyn' },
    checked,
    run(variables, { meter } = {}) {
      plain ??= compile(false)
      return guarded(plain, expression, { variables, locals: [], steps: 0, trace: null }, meter)
    },
    explain(variables, { meter } = {}) {
      traced ??= compile(true)
      const root: CelTrace = { node: expression.root, result: null, parts: [] }
      const result = guarded(traced, expression, { variables, locals: [], steps: 0, trace: root }, meter)
      return root.parts[0] ?? { ...root, result }
    },
  }
}

function guarded(step: Step, { nodes }: CelExpression, frame: Frame, meter: CelMeter | undefined): CelResult {
  const most = meter === undefined ? MAX_STEPS : Math.min(MAX_STEPS, meter.steps)
  frame.steps = most
  try {
    spend(frame, nodes)
    return step(frame)
  } catch (error) {
    if (!(error instanceof CelLimitExceeded)) throw error
    return new CelError(error.message)
  } finally {
    if (meter !== undefined) meter.steps -= Math.min(most, most - frame.steps)
  }
}

function requireTypes({ root }: CelExpression, { issues, type }: CheckedTypes, wanted: CelType | undefined): void {
  if (issues.length > 0) throw new CelInvalid(issues)
  if (wanted === undefined || assignable([type], [wanted], new Map()) !== null) return
  throw new CelInvalid([{ at: root.at, end: root.end, message: `this must be ${showType(wanted)}, not ${showType(type)}` }])
}
