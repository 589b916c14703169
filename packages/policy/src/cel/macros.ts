import type { CelNode, Fold, FoldNode } from './ast.ts'
import { CelInvalid } from './cel-invalid.ts'
import type { MakeNode } from './parse.ts'

export interface MacroCall {
  readonly name: string
  readonly target: CelNode | null
  readonly args: readonly CelNode[]
  readonly at: number
  readonly end: number
  readonly nameAt: number
}

const FOLD_OF: Readonly<Record<string, Fold>> = {
  all: 'all',
  exists: 'exists',
  exists_one: 'existsOne',
  existsOne: 'existsOne',
  map: 'map',
  filter: 'filter',
  transformList: 'transformList',
  transformMap: 'transformMap',
  transformMapEntry: 'transformMapEntry',
}

/** How many variables and, after them, expressions a fold takes. */
const SHAPES: Readonly<Record<Fold, readonly (readonly [variables: 1 | 2, parts: 1 | 2])[]>> = {
  all: [
    [1, 1],
    [2, 1],
  ],
  exists: [
    [1, 1],
    [2, 1],
  ],
  existsOne: [
    [1, 1],
    [2, 1],
  ],
  map: [
    [1, 1],
    [1, 2],
  ],
  filter: [[1, 1]],
  transformList: [
    [2, 1],
    [2, 2],
  ],
  transformMap: [
    [2, 1],
    [2, 2],
  ],
  transformMapEntry: [
    [2, 1],
    [2, 2],
  ],
}

/**
 * The macros of the language definition, of two-variable comprehensions, bindings and optionals. null: the call is none of them, and is
 * an ordinary call.
 */
export function expandMacro(call: MacroCall, make: MakeNode): CelNode | null {
  const { name, target, args, at, end } = call
  if (target === null) return name === 'has' && args.length === 1 ? has(args[0] as CelNode, { at, end }, make) : null
  if (target.kind === 'ident' && target.name === 'cel' && name === 'bind' && args.length === 3) {
    const [variable, value, body] = args as [CelNode, CelNode, CelNode]
    return make({ kind: 'bind', bind: 'bind', variable: variableOf(variable), value, body, at, end })
  }
  if ((name === 'optMap' || name === 'optFlatMap') && args.length === 2) {
    const [variable, body] = args as [CelNode, CelNode]
    return make({ kind: 'bind', bind: name, variable: variableOf(variable), value: target, body, at, end })
  }
  const fold = Object.hasOwn(FOLD_OF, name) ? FOLD_OF[name] : undefined
  const shape = fold && SHAPES[fold].find(([variables, parts]) => variables + parts === args.length)
  return fold === undefined || shape === undefined ? null : folded(fold, shape[0], { ...call, target }, make)
}

function folded(fold: Fold, count: 1 | 2, call: MacroCall & { readonly target: CelNode }, make: MakeNode): CelNode {
  const { name, target, args, at, end } = call
  const names = args.slice(0, count).map(variableOf)
  if (count === 2 && names[0] === names[1]) throw fault(args[1] as CelNode, 'the two variables of a macro have different names')
  const parts = args.slice(count)
  return make({
    kind: 'fold',
    fold,
    name,
    range: target,
    variables: names as unknown as FoldNode['variables'],
    where: parts.length === 2 ? (parts[0] as CelNode) : null,
    body: parts.at(-1) as CelNode,
    at,
    end,
  })
}

function has(field: CelNode, place: { readonly at: number; readonly end: number }, make: MakeNode): CelNode {
  if (field.kind !== 'select') throw fault(field, 'has() asks about a field, as in has(a.b)')
  const { operand, optional, quoted } = field
  return make({ kind: 'select', operand, field: field.field, optional, test: true, quoted, ...place })
}

function variableOf(node: CelNode): string {
  if (node.kind === 'ident' && !node.absolute) return node.name
  throw fault(node, 'the variable of a macro is one name')
}

function fault({ at, end }: CelNode, message: string): CelInvalid {
  return new CelInvalid([{ at, end, message }])
}
