import { childrenOf } from '../cel/ast.ts'
import type { CelNode } from '../cel/ast.ts'
import type { PackExpression, PackRule } from './policy-pack.ts'

/**
 * The fields of the model that a rule may read to come to its answer, as `record.field`, sorted: when none of them has changed for a
 * subject, neither has the answer. Types are known before anything runs, so this is so whatever the evidence.
 */
export function ruleReads({ when, assert }: PackRule): readonly string[] {
  const found = new Set<string>()
  for (const one of [when, assert]) if (one !== null) gather(one.program.expression.root, one, found)
  return [...found].sort()
}

function gather(node: CelNode, expression: PackExpression, found: Set<string>): void {
  if (node.kind === 'select') {
    const type = expression.program.checked?.types[node.operand.id]
    if (type?.kind === 'record') found.add(`${type.name}.${node.field}`)
  }
  for (const child of childrenOf(node)) gather(child, expression, found)
}
