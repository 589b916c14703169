import { fragmentOf } from './rdf-graph.ts'
import type { RdfNode, RdfValue } from './rdf-graph.ts'

/** Sets may name the same sets again and again; a longer expression than this is nobody's. */
const MAX_LENGTH = 50_000
/** Sets inside each other. */
const MAX_DEPTH = 200

/**
 * Gives the licence expression that a node of an SPDX 2 RDF document stands for (SPDX 2.3 annex C and the classes of clause 10):
 * listed licences and references by their id, sets in brackets, `+`, `WITH`, and the two words for what is not said. Empty for a
 * node that is no licence; a set inside itself is left out, and what grows too long or too deep is NOASSERTION.
 */
export function rdfLicences(nodes: ReadonlyMap<string, RdfNode>): (id: string) => string {
  const known = new Map<string, string>()

  function licence(id: string, depth: number): string {
    const before = known.get(id)
    if (before !== undefined) return before
    if (depth > MAX_DEPTH) return 'NOASSERTION'
    // What is not finished is a circle.
    known.set(id, '')
    const made = expression(id, depth)
    const kept = made.length > MAX_LENGTH ? 'NOASSERTION' : made
    known.set(id, kept)
    return kept
  }
  function expression(id: string, depth: number): string {
    const node = nodes.get(id)
    const stated = (name: string): readonly RdfValue[] => node?.properties.get(name) ?? []
    const members = [...new Set(stated('member').map((value) => ('node' in value ? licence(value.node, depth + 1) : value.text)))].filter(
      (one) => one !== '',
    )
    const [first = ''] = members
    if (node?.types.has('ConjunctiveLicenseSet')) return joined(members, 'AND')
    if (node?.types.has('DisjunctiveLicenseSet')) return joined(members, 'OR')
    if (node?.types.has('OrLaterOperator')) return first === '' ? '' : `${first}+`
    if (node?.types.has('WithExceptionOperator')) {
      const [exception] = stated('licenseException')
      const name = exception === undefined ? '' : 'node' in exception ? exceptionId(exception.node) : exception.text
      return first === '' || name === '' ? first : `${first} WITH ${name}`
    }
    const [own] = stated('licenseId')
    if (own !== undefined && 'text' in own) return own.text
    const name = fragmentOf(id)
    if (/^no(?:assertion|ne)$/i.test(name)) return name.toUpperCase()
    return id.startsWith('_:') ? '' : name.replace(/\.(?:html|json|txt)$/, '')
  }
  function exceptionId(id: string): string {
    const own = nodes.get(id)?.properties.get('licenseExceptionId')?.[0]
    return own !== undefined && 'text' in own ? own.text : id.startsWith('_:') ? '' : fragmentOf(id)
  }
  return (id) => licence(id, 0)
}

function joined(parts: readonly string[], word: string): string {
  if (parts.length < 2) return parts[0] ?? ''
  return `(${parts.toSorted().join(` ${word} `)})`
}
