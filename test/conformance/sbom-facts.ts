import type { Bom, BomComponent } from '@cupel/model'

/**
 * What every conversion has to keep: components with name, version, purl, digests and licences, and the edges between
 * them. Refs are replaced by positions, and a list of licences counts as the set of its parts, since SPDX joins it.
 */
export function bomFacts(bom: Bom): unknown {
  const keys = new Map(bom.components.map((component) => [component.ref, keyOf(component)]))
  return {
    subject: keys.get(bom.subject) ?? '',
    components: [...keys.values()].sort(),
    edges: bom.edges.map(([from, to]) => `${keys.get(from)} -> ${keys.get(to)}`).sort(),
  }
}

function keyOf(component: BomComponent): string {
  const { type, name, group, version, purl, supplier, copyright } = component
  const cpes = [...component.cpes].sort()
  const hashes = component.hashes.map(({ algorithm, value }) => `${algorithm}:${value}`).sort()
  const licenses = [...new Set(component.licenses.flatMap(parts))].sort()
  return JSON.stringify({ type, name, group, version, purl, cpes, supplier, copyright, hashes, licenses })
}

/** Parts of an expression under its outermost ANDs; `(A AND B) AND C` and `A AND B AND C` have the same. */
function parts(expression: string): string[] {
  let depth = 0
  const found: string[] = ['']
  const words = expression.replaceAll('(', '( ').replaceAll(')', ' )').split(/\s+/)
  for (const word of words) {
    if (word === '(') depth++
    if (word === ')') depth--
    if (depth === 0 && word === 'OR') return [expression]
    if (depth === 0 && word === 'AND') found.push('')
    else found.push(`${found.pop()} ${word}`.trim())
  }
  if (found.length === 1) return /^\( [^()]* \)$/.test(found[0] ?? '') ? parts((found[0] ?? '').slice(2, -2)) : [expression]
  return found.flatMap((part) =>
    parts(
      part
        .replaceAll('( ', '(')
        .replaceAll(' )', ')')
        .replace(/^\((.*)\)$/, '$1'),
    ),
  )
}
