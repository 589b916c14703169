import type { CallNode, CelNode } from './ast.ts'
import type { CelEnvironment } from './cel-environment.ts'
import { candidates } from './cel-environment.ts'
import type { CelFunction } from './cel-function.ts'
import { functionKey } from './cel-function.ts'

/** `a.b.c` as one name, when nothing in it is optional, quoted or asked about; null otherwise. */
export function dottedName(node: CelNode): { readonly name: string; readonly root: string; readonly absolute: boolean } | null {
  if (node.kind === 'ident') return { name: node.absolute ? `.${node.name}` : node.name, root: node.name, absolute: node.absolute }
  if (node.kind !== 'select' || node.test || node.optional || node.quoted) return null
  const operand = dottedName(node.operand)
  return operand && { ...operand, name: `${operand.name}.${node.field}` }
}

/** The variable or type that a name or a chain of selections is as a whole; null: it is none. */
export function resolveName(
  node: CelNode,
  environment: CelEnvironment,
  locals: ReadonlySet<string> | ReadonlyMap<string, unknown>,
): string | null {
  const dotted = dottedName(node)
  if (dotted === null || (!dotted.absolute && locals.has(dotted.root))) return null
  const { variables, types, container } = environment
  return candidates(dotted.name, container).find((one) => variables.has(one) || types.has(one)) ?? null
}

export interface ResolvedCall {
  readonly called: CelFunction
  /** The receiver first, when it is a method. */
  readonly args: readonly CelNode[]
}

/** The function of a call; `math.abs(x)` is a function of a namespace, not a method of `math`. null: there is none of the name. */
export function resolveCall(
  node: CallNode,
  environment: CelEnvironment,
  locals: ReadonlySet<string> | ReadonlyMap<string, unknown>,
): ResolvedCall | null {
  const { functions, container } = environment
  const global = (name: string): CelFunction | undefined => {
    const found = candidates(name, container).find((one) => functions.has(functionKey(one, false)))
    return found === undefined ? undefined : functions.get(found)
  }
  if (node.target === null) {
    const called = global(node.name)
    return called === undefined ? null : { called, args: node.args }
  }
  const dotted = dottedName(node.target)
  if (dotted !== null && !locals.has(dotted.root)) {
    const called = global(`${dotted.name}.${node.name}`)
    if (called !== undefined) return { called, args: node.args }
  }
  const called = functions.get(functionKey(node.name, true))
  return called === undefined ? null : { called, args: [node.target, ...node.args] }
}
