import { nearestName } from '@cupel/model'
import { CelError, isFault } from '../cel/cel-value.ts'
import type { CelResult } from '../cel/cel-value.ts'
import { childrenOf } from '../cel/ast.ts'
import type { CallNode, CelNode } from '../cel/ast.ts'
import { quoted } from '../cel/cel-invalid.ts'
import { spend } from '../cel/cel-frame.ts'
import { CelLimitExceeded } from '../cel/cel-limits.ts'
import { MAX_STEPS } from '../cel/cel-program.ts'
import type { CelMeter } from '../cel/cel-program.ts'
import { compileNode } from '../cel/compile.ts'
import { countNodes } from '../cel/compile-fold.ts'
import type { CelEnvironment } from '../cel/cel-environment.ts'
import { estimateCost } from '../cel/estimate-cost.ts'
import { compilePattern } from '../cel/regex.ts'
import { resolveName } from '../cel/resolve.ts'
import { showValue } from '../cel/show-value.ts'
import type { PackExpression } from './policy-pack.ts'
import { POLICY_MODEL } from './policy-model.ts'

export interface ExpressionLint {
  readonly id: 'constant' | 'regex' | 'cost' | 'impossible-value' | 'unlikely-value'
  readonly level: 'error' | 'warning'
  /** Offset in the expression. */
  readonly at: number
  readonly message: string
}

/** What is allowed in an expression and cannot be meant. Working it out takes steps off the meter; without any left it is not looked for. */
export function lintExpression(
  { program }: PackExpression,
  { environment, meter }: { readonly environment: CelEnvironment; readonly meter: CelMeter },
): readonly ExpressionLint[] {
  const { root } = program.expression
  const types = program.checked?.types ?? []
  const recordOf = (node: CelNode): string => {
    const type = types[node.id]
    return type?.kind === 'record' ? type.name : ''
  }
  const found: ExpressionLint[] = []
  visit(root, (node) => found.push(...valueLint(node, recordOf)))
  constants(root, { environment, meter, found })
  return found
}

/** Of that, what makes an expression unfit for any verdict: it may cost more than an evaluation has, or has a pattern that is none. */
export function refusals(root: CelNode): readonly ExpressionLint[] {
  const cost = estimateCost(root)
  const found: ExpressionLint[] = []
  if (cost > MAX_STEPS) {
    const message = `it may take ${cost} steps, and an evaluation has ${MAX_STEPS}: there are lists inside lists`
    found.push({ id: 'cost', level: 'error', at: root.at, message })
  }
  visit(root, (node) => found.push(...patternLint(node)))
  return found
}

function visit(node: CelNode, see: (node: CelNode) => void): void {
  see(node)
  for (const child of childrenOf(node)) visit(child, see)
}

function patternLint(node: CelNode): readonly ExpressionLint[] {
  if (node.kind !== 'call' || node.name !== 'matches') return []
  const pattern = node.args.at(-1)
  if (pattern?.kind !== 'literal' || typeof pattern.value !== 'string') return []
  const compiled = compilePattern(pattern.value)
  return compiled instanceof CelError ? [{ id: 'regex', level: 'error', at: pattern.at, message: compiled.message }] : []
}

/** A field of few texts that is compared with another text never is it. */
function valueLint(node: CelNode, recordOf: (node: CelNode) => string): readonly ExpressionLint[] {
  if (node.kind !== 'call' || !['_==_', '_!=_', '@in'].includes(node.name)) return []
  const [left, right] = node.args
  const pairs = [
    [left, right],
    [right, left],
  ] as const
  return pairs.flatMap(([field, other]) => {
    if (field?.kind !== 'select' || other === undefined) return []
    const { values, usual } = POLICY_MODEL[recordOf(field.operand)]?.fields[field.field] ?? {}
    const texts = other.kind === 'list' ? other.items.map(({ value }) => value) : [other]
    return texts.flatMap((one): readonly ExpressionLint[] => {
      if (one.kind !== 'literal' || typeof one.value !== 'string') return []
      if (values?.includes(one.value) === false) {
        const message = `${field.field} is never ${quoted(one.value)}; it is one of ${values.join(', ')}`
        return [{ id: 'impossible-value', level: 'error', at: one.at, message }]
      }
      const meant = usual === undefined ? null : nearlyOneOf(one.value, usual)
      const message = `${field.field} is hardly ever ${quoted(one.value)}; did you mean "${meant}"?`
      return meant === null ? [] : [{ id: 'unlikely-value', level: 'warning', at: one.at, message }]
    })
  })
}

function nearlyOneOf(text: string, usual: readonly string[]): string | null {
  const family = text.split(':')[0] as string
  if (text === '' || usual.includes(family)) return null
  return nearestName(family, usual)
}

interface Settling {
  readonly environment: CelEnvironment
  readonly meter: CelMeter
  readonly found: ExpressionLint[]
}

/** The largest conditions that do not depend on anything. */
function constants(node: CelNode, settling: Settling): void {
  const { environment, meter, found } = settling
  const isCondition = node.kind === 'fold' || node.kind === 'call' || (node.kind === 'literal' && typeof node.value === 'boolean')
  if (isCondition && meter.steps > 0 && !mentionsVariable(node, environment, new Set())) {
    const result = settled(node, environment, meter)
    if (typeof result === 'boolean' || isFault(result)) {
      found.push({ id: 'constant', level: 'error', at: node.at, message: `this is always ${showValue(result)}` })
      return
    }
  }
  for (const child of childrenOf(node)) constants(child, settling)
}

function settled(node: CelNode, environment: CelEnvironment, meter: CelMeter): CelResult {
  const most = Math.min(MAX_STEPS, meter.steps)
  const frame = { variables: {}, locals: [], steps: most, trace: null }
  try {
    spend(frame, countNodes(node))
    return compileNode(node, { environment, locals: new Map(), traced: false })(frame)
  } catch (error) {
    if (error instanceof CelLimitExceeded) return new CelError(error.message)
    throw error
  } finally {
    meter.steps -= Math.min(most, most - frame.steps)
  }
}

/** Whether a part looks at a variable, or at one of a macro that it stands in. */
function mentionsVariable(node: CelNode, environment: CelEnvironment, locals: ReadonlySet<string>): boolean {
  const inner = (child: CelNode): boolean => mentionsVariable(child, environment, locals)
  if (node.kind === 'ident') return !locals.has(node.name) && !environment.types.has(node.name)
  if (node.kind === 'select' && resolveName(node, environment, locals) !== null) return true
  if (node.kind !== 'fold' && node.kind !== 'bind') return namespaced(node) ? node.args.some(inner) : childrenOf(node).some(inner)
  const outside = node.kind === 'fold' ? node.range : node.value
  const own = new Set([...locals, ...(node.kind === 'fold' ? node.variables : [node.variable])])
  return inner(outside) || childrenOf(node).some((child) => child !== outside && mentionsVariable(child, environment, own))
}

/** `math.abs(1)`: its target is a name of a function, not of a value. */
function namespaced(node: CelNode): node is CallNode {
  return node.kind === 'call' && node.target?.kind === 'ident' && NAMESPACES.has(node.target.name)
}

const NAMESPACES = new Set(['math', 'optional', 'strings', 'base64', 'spdx'])
