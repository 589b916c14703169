import { SCOPES } from '@cupel/model'
import type { Component, Evidence, Hash, Scope } from '@cupel/model'

/**
 * One component a purl, sorted by purl. Evidence, licences and hashes are united; a component is direct when any file says so,
 * and its directness is unknown only when no file tells.
 */
export function mergeComponents(found: Iterable<Component>): readonly Component[] {
  const first = new Map<string, Component>()
  const more = new Map<string, [Component, ...Component[]]>()
  function add(component: Component): void {
    const { purl } = component
    const known = first.get(purl)
    if (known === undefined) first.set(purl, component)
    else if (!more.get(purl)?.push(component)) more.set(purl, [known, component])
  }
  for (const component of found) add(component)
  // The engine's own sort of strings is by code unit, and many times faster than one that calls back.
  const purls = [...first.keys()].sort()
  if (more.size === 0) return purls.map((purl) => first.get(purl) as Component)
  return purls.map((purl) => {
    const several = more.get(purl)
    return several === undefined ? (first.get(purl) as Component) : united(several)
  })
}

function united(components: readonly [Component, ...Component[]]): Component {
  const [first] = components
  const scopes = new Set<Scope>()
  const licenses = new Set<string>()
  const hashes = new Map<string, Hash>()
  const evidence = new Map<string, Evidence>()
  let direct: boolean | null = null
  for (const component of components) {
    for (const scope of component.scopes) scopes.add(scope)
    for (const license of component.licenses) licenses.add(license)
    for (const hash of component.hashes) hashes.set(`${hash.algorithm}:${hash.value}`, hash)
    for (const place of component.evidence) evidence.set(`${place.path}\n${place.line ?? 0}\n${place.column ?? 0}\n${place.by}`, place)
    if (component.direct !== null) direct = direct === true || component.direct
  }
  const subject = components.find((component) => component.subject !== undefined)?.subject
  return {
    ...first,
    ecosystem: components.find((component) => component.ecosystem !== '')?.ecosystem ?? '',
    scopes: SCOPES.filter((scope) => scopes.has(scope)),
    direct,
    evidence: [...evidence.values()].sort(byPlace),
    licenses: [...licenses].sort(compareText),
    hashes: [...hashes.entries()].sort(([a], [b]) => compareText(a, b)).map(([, hash]) => hash),
    ...(subject === undefined ? {} : { subject }),
  }
}

function byPlace(a: Evidence, b: Evidence): number {
  return compareText(a.path, b.path) || (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0) || compareText(a.by, b.by)
}

/** Order by UTF-16 code unit: the same on every machine and locale. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
