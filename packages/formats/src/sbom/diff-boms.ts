import type { Bom, BomComponent } from '@cupel/model'

export interface BomChange {
  /** Group and name as people write them, with the purl's type in front: `npm:@scope/name`. */
  readonly name: string
  readonly before: BomComponent
  readonly after: BomComponent
  /** What differs, out of `version`, `licenses`, `hashes`, `supplier`, `scope`. */
  readonly fields: readonly ('version' | 'licenses' | 'hashes' | 'supplier' | 'scope')[]
}

export interface BomDiff {
  readonly added: readonly BomComponent[]
  readonly removed: readonly BomComponent[]
  readonly changed: readonly BomChange[]
  /** Edges between components by name and version, of one document only. */
  readonly edgesAdded: readonly (readonly [from: string, to: string])[]
  readonly edgesRemoved: readonly (readonly [from: string, to: string])[]
}

/**
 * What changed from one bill of materials to another, in the order of the names. Components are the same by package URL
 * without version, else by group and name. Versions that both have are the same component; the rest pair up in order, so
 * a version that moved is a change and not a removal and an addition. Digests that only one document states are no change.
 */
export function diffBoms(before: Bom, after: Bom): BomDiff {
  const old = byName(before)
  const current = byName(after)
  const added: BomComponent[] = []
  const removed: BomComponent[] = []
  const changed: BomChange[] = []
  for (const name of [...new Set([...old.keys(), ...current.keys()])].sort()) {
    const { pairs, left, right } = pairUp(old.get(name) ?? [], current.get(name) ?? [])
    removed.push(...left)
    added.push(...right)
    for (const [a, b] of pairs) {
      const fields = fieldsApart(a, b)
      if (fields.length > 0) changed.push({ name, before: a, after: b, fields })
    }
  }
  const oldEdges = edgeNames(before)
  const newEdges = edgeNames(after)
  return {
    added,
    removed,
    changed,
    edgesAdded: [...newEdges].filter(([key]) => !oldEdges.has(key)).map(([, edge]) => edge),
    edgesRemoved: [...oldEdges].filter(([key]) => !newEdges.has(key)).map(([, edge]) => edge),
  }
}

/** Name that stays the same over versions: the purl up to its version, or group and name. */
export function componentName(component: BomComponent): string {
  const purl = /^pkg:\/*([^/@?#]+)\/([^?#]*)/.exec(component.purl)
  if (!purl) return component.group ? `${component.group}/${component.name}` : component.name
  const [, type = '', path = ''] = purl
  const at = path.lastIndexOf('@')
  return `${type}:${decode(at > 0 ? path.slice(0, at) : path)}`
}

function pairUp(
  before: readonly BomComponent[],
  after: readonly BomComponent[],
): { pairs: readonly (readonly [BomComponent, BomComponent])[]; left: readonly BomComponent[]; right: readonly BomComponent[] } {
  const byVersion = new Map<string, BomComponent[]>()
  for (const component of after.toReversed()) {
    const known = byVersion.get(component.version)
    if (known) known.push(component)
    else byVersion.set(component.version, [component])
  }
  const pairs: [BomComponent, BomComponent][] = []
  const taken = new Set<BomComponent>()
  const left = before.filter((component) => {
    const same = byVersion.get(component.version)?.pop()
    if (!same) return true
    pairs.push([component, same])
    taken.add(same)
    return false
  })
  const right = after.filter((component) => !taken.has(component))
  const moved = Math.min(left.length, right.length)
  for (let at = 0; at < moved; at++) pairs.push([left[at] as BomComponent, right[at] as BomComponent])
  return { pairs, left: left.slice(moved), right: right.slice(moved) }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function byName(bom: Bom): Map<string, BomComponent[]> {
  const map = new Map<string, BomComponent[]>()
  for (const component of bom.components) {
    if (component.ref === bom.subject) continue
    const name = componentName(component)
    const known = map.get(name)
    if (known) known.push(component)
    else map.set(name, [component])
  }
  return map
}

function fieldsApart(a: BomComponent, b: BomComponent): BomChange['fields'] {
  const fields: BomChange['fields'][number][] = []
  if (a.version !== b.version) fields.push('version')
  if ([...a.licenses].sort().join('\n') !== [...b.licenses].sort().join('\n')) fields.push('licenses')
  // A digest of another version is another digest; only one of the same version is news.
  const apart =
    a.version === b.version &&
    a.hashes.some((hash) => b.hashes.some((other) => other.algorithm === hash.algorithm && other.value !== hash.value))
  if (apart) fields.push('hashes')
  if (a.supplier !== b.supplier) fields.push('supplier')
  if (a.scope !== b.scope) fields.push('scope')
  return fields
}

function edgeNames(bom: Bom): Map<string, readonly [string, string]> {
  const labels = new Map(
    bom.components.map((component) => [
      component.ref,
      component.ref === bom.subject ? '(subject)' : `${componentName(component)}@${component.version}`,
    ]),
  )
  const edges = bom.edges.map(([from, to]) => [labels.get(from) ?? from, labels.get(to) ?? to] as const)
  return new Map(
    edges.map((edge): [string, readonly [string, string]] => [JSON.stringify(edge), edge]).sort(([a], [b]) => (a < b ? -1 : 1)),
  )
}
