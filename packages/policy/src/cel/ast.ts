import type { CelValue } from './cel-value.ts'

interface Place {
  /** Number of the node in its expression, from 0. */
  readonly id: number
  /** Offsets in the expression, in UTF-16 code units. */
  readonly at: number
  readonly end: number
  /** Levels below and including this node. */
  readonly depth: number
}

export interface LiteralNode extends Place {
  readonly kind: 'literal'
  readonly value: CelValue
}

/** A name; `absolute` when it starts with a dot and so skips the container and the variables of macros. */
export interface IdentNode extends Place {
  readonly kind: 'ident'
  readonly name: string
  readonly absolute: boolean
}

/** `operand.field`, `operand.?field`, or `has(operand.field)`. */
export interface SelectNode extends Place {
  readonly kind: 'select'
  readonly operand: CelNode
  readonly field: string
  readonly optional: boolean
  readonly test: boolean
  /** Written with backquotes, which a name of a namespace never is. */
  readonly quoted: boolean
}

/** A function by its name, or an operator by the name the specification gives it (`_+_`, `!_`, `_[_]`). */
export interface CallNode extends Place {
  readonly kind: 'call'
  readonly name: string
  readonly target: CelNode | null
  readonly args: readonly CelNode[]
}

export interface ListNode extends Place {
  readonly kind: 'list'
  readonly items: readonly { readonly value: CelNode; readonly optional: boolean }[]
}

export interface MapNode extends Place {
  readonly kind: 'map'
  readonly entries: readonly { readonly key: CelNode; readonly value: CelNode; readonly optional: boolean }[]
}

/** `Name{field: value}`: parsed, so that it can be refused in words. The model's records are only read. */
export interface StructNode extends Place {
  readonly kind: 'struct'
  readonly name: string
  readonly fields: readonly { readonly name: string; readonly value: CelNode; readonly optional: boolean }[]
}

export const FOLDS = ['all', 'exists', 'existsOne', 'map', 'filter', 'transformList', 'transformMap', 'transformMapEntry'] as const
export type Fold = (typeof FOLDS)[number]

/** A macro over a list or map. One variable: the item or key; two: index and item, or key and value. */
export interface FoldNode extends Place {
  readonly kind: 'fold'
  readonly fold: Fold
  /** As written: `exists_one` and `existsOne` are one fold. */
  readonly name: string
  readonly range: CelNode
  readonly variables: readonly [string] | readonly [string, string]
  /** Which entries count: of `map`, `transform…`; null: all. */
  readonly where: CelNode | null
  readonly body: CelNode
}

/** `cel.bind(name, value, body)`; `x.optMap(name, body)` and `x.optFlatMap(name, body)`, which look only at a value that is there. */
export interface BindNode extends Place {
  readonly kind: 'bind'
  readonly bind: 'bind' | 'optMap' | 'optFlatMap'
  readonly variable: string
  readonly value: CelNode
  readonly body: CelNode
}

export type CelNode = LiteralNode | IdentNode | SelectNode | CallNode | ListNode | MapNode | StructNode | FoldNode | BindNode

/** A node before it has its number. */
export type NodeParts = Numbered<CelNode>
type Numbered<N> = N extends CelNode ? Omit<N, 'id' | 'depth'> : never

/** A parsed expression. */
export interface CelExpression {
  readonly source: string
  readonly root: CelNode
  readonly nodes: number
}

/** The nodes directly below a node, in the order of the text. */
export function childrenOf(node: CelNode): readonly CelNode[] {
  switch (node.kind) {
    case 'literal':
    case 'ident':
      return []
    case 'select':
      return [node.operand]
    case 'call':
      return node.target === null ? node.args : [node.target, ...node.args]
    case 'list':
      return node.items.map(({ value }) => value)
    case 'map':
      return node.entries.flatMap(({ key, value }) => [key, value])
    case 'struct':
      return node.fields.map(({ value }) => value)
    case 'fold':
      return node.where === null ? [node.range, node.body] : [node.range, node.where, node.body]
    case 'bind':
      return [node.value, node.body]
  }
}
