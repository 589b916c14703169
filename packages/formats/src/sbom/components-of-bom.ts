import type { Bom, BomComponent, Component, DependencyGraph, Evidence, Hash, Problem, Scope, Skipped } from '@cupel/model'
import { SCOPES, buildPurl, canonicalPurl, ecosystemOfPurl, namesSourcePackages, packageNameOf, parsePurl } from '@cupel/model'
import type { PurlParts } from '@cupel/model'
import { advisorySubject } from './advisory-subject.ts'
import { INVENTORY_PROPERTIES } from './bom-of-inventory.ts'
import { isOtherVersion } from './beside-versions.ts'
import { sbomProblem } from './bom-read.ts'
import { oneLine } from '../reports/text/printable.ts'

/** Where the readers of SPDX keep the package URLs behind the first. */
const OTHER_PURL = 'spdx:purl'

/** One would do; these are shown. */
const MAX_UNREAD = 20

export interface BomInventory {
  readonly components: readonly Component[]
  readonly graph: DependencyGraph
  /** What is known and deliberately gives no component: files, the operating system, the described thing itself. */
  readonly skipped: readonly Skipped[]
  readonly problems: readonly Problem[]
}

/**
 * The components of a bill of materials as an inventory. A component without a (valid) package URL stays, with a purl of
 * type `generic` and no ecosystem, and is told in a problem: no advisory can be matched to it.
 */
export function componentsOfBom(bom: Bom, path: string): BomInventory {
  const problems: Problem[] = []
  const skipped = new Map<string, number>()
  const skip = (what: string): void => void skipped.set(what, (skipped.get(what) ?? 0) + 1)
  const onlySubject = bom.components.length === 1
  const projects: BomComponent[] = []
  const nodes: { component: BomComponent; purl: string }[] = []
  const merged = new Map<string, Component>()
  const evidence: Evidence = { path, by: 'sbom', kind: 'sbom' }
  const doubtful: Component[] = []
  let unmatched = 0
  let invalid = 0

  const unread = bom.components.flatMap((component) => propertyValues(component, INVENTORY_PROPERTIES.unread))
  for (const text of unread.slice(0, MAX_UNREAD))
    problems.push(sbomProblem('entries-lost', `the document says of itself that it is not whole: ${oneLine(text)}`, 'incomplete'))
  const direct = directRefs(bom)
  for (const component of bom.components) {
    if ((component.ref === bom.subject && !onlySubject) || propertyOf(component, INVENTORY_PROPERTIES.project)) {
      projects.push(component)
      continue
    }
    if (component.purl === '' && component.type === 'file') skip('file')
    else if (component.purl === '' && component.type === 'operating-system') skip('operating system')
    else {
      const identity = identityOf(component)
      if (!identity) {
        skip('component without name')
        continue
      }
      if (identity.generic) unmatched++
      if (identity.generic && component.purl !== '') invalid++
      const found = toComponent(component, identity, { evidence, direct: direct && (direct.has(component.ref) || false) })
      const known = merged.get(found.purl)
      merged.set(found.purl, known ? merge(known, found) : found)
      nodes.push({ component, purl: found.purl })
      for (const other of otherIdentities(component, identity)) {
        const also = toComponent(component, other, { evidence, direct: direct && (direct.has(component.ref) || false) })
        if (!merged.has(also.purl)) merged.set(also.purl, also)
      }
      if (identity.beside !== undefined) {
        const also = toComponent(component, identity.beside, { evidence, direct: direct && (direct.has(component.ref) || false) })
        if (!merged.has(also.purl)) merged.set(also.purl, also)
        doubtful.push(found, also)
      }
    }
  }
  if (merged.size === 0 && skipped.has('file'))
    problems.push(sbomProblem('entries-lost', 'the document lists files and no packages: what is in them was not looked at', 'incomplete'))
  else if (skipped.has('operating system') && ![...merged.keys()].some((purl) => SYSTEM_PACKAGE.test(purl)))
    problems.push(sbomProblem('entries-lost', 'the document names an operating system and none of its packages', 'incomplete'))
  if (invalid > 0) problems.push(sbomProblem('name-invalid', `${invalid} components have a package URL that is not one`, 'incomplete'))
  if (doubtful.length > 0) problems.push(twoVersions(doubtful))
  if (unmatched > invalid)
    problems.push(
      sbomProblem('ecosystem-not-covered', `${unmatched - invalid} components have no package URL, so no advisory can be matched to them`),
    )
  problems.push(...withoutSources([...merged.values()], bom))
  return {
    components: [...merged.values()],
    graph: graphOf(bom, path, { projects, nodes }),
    skipped: [...skipped].map(([what, count]) => ({ what, count })),
    problems: problems.map((problem) => ({ ...problem, path })),
  }
}

/** Nobody can tell which of the two is there. What is known of either is shown, so that nothing is missed. */
function twoVersions([inside, beside, ...more]: readonly Component[]): Problem {
  const others = more.length === 0 ? '' : `, as do ${more.length / 2} more`
  const detail = `${oneLine(inside?.name ?? '')} has version ${oneLine(beside?.version ?? '')} and a package URL of version ${oneLine(inside?.version ?? '')}${others}: both versions are matched`
  return sbomProblem('malformed', detail)
}

/** Packages that an operating system is made of. */
const SYSTEM_PACKAGE = /^pkg:(?:deb|rpm|apk|alpm|ebuild|opkg|nix|generic|oci|docker|qpkg)\//

/** Further package URLs that SPDX states of one package, where they name something else than the first. */
function otherIdentities(component: BomComponent, { parts }: Identity): readonly Identity[] {
  const stated = propertyValues(component, OTHER_PURL)
  if (stated.length === 0) return []
  return stated.flatMap((purl) => {
    const other = identityOf({ ...component, purl })
    if (other === null || other.generic) return []
    const isSame = (['type', 'namespace', 'name', 'version'] as const).every((key) => other.parts[key] === parts[key])
    return isSame ? [] : [other]
  })
}

/** Generators that state the source of a package only where it has another name. */
const STATES_OTHERS = /syft|cupel/i

/**
 * Advisories of most distributions name source packages. Where a document names the source of none of its packages, binary names that
 * no advisory knows would look clear.
 */
function withoutSources(components: readonly Component[], { tools }: Bom): readonly Problem[] {
  const packages = components.filter(({ purl, ecosystem }) => namesSourcePackages(ecosystem) && !purl.includes('arch=source'))
  // That of an rpm may be about its epoch alone.
  const isSourced = ({ purl, name, subject }: Component): boolean =>
    subject !== undefined && (subject.name !== name || !purl.startsWith('pkg:rpm/'))
  if (packages.length === 0 || packages.some(isSourced)) return []
  if (tools.some(({ name }) => STATES_OTHERS.test(name))) return []
  const count = packages.length === 1 ? '1 package of a distribution' : `${packages.length} packages of a distribution`
  const detail = `the document names the source package of none: ${count} may be known to advisories by another name`
  return [sbomProblem('ecosystem-not-covered', detail, 'incomplete')]
}

interface Identity {
  readonly purl: string
  readonly parts: PurlParts
  readonly generic: boolean
  /** The same with the version that stands beside the package URL, where that is another. */
  readonly beside?: Identity
}

function identityOf(component: BomComponent): Identity | null {
  if (component.purl !== '') {
    try {
      const stated = parsePurl(component.purl)
      // The version may stand beside the purl only; two versions of one package are two components.
      const version = stated.version || component.version
      const purl = version === stated.version ? canonicalPurl(component.purl) : buildPurl({ ...stated, version })
      const parts = parsePurl(purl)
      const identity = { purl: oneText(purl, component.purl), parts, generic: false }
      if (!isOtherVersion(component.version, version, parts.type)) return identity
      const other = buildPurl({ ...stated, version: component.version })
      return { ...identity, beside: { purl: other, parts: parsePurl(other), generic: false } }
    } catch {
      // Falls through to the generic identity; the caller counts it.
    }
  }
  const name = component.name || (component.cpes[0] ?? '')
  if (name === '') return null
  try {
    const purl = buildPurl({ type: 'generic', namespace: component.group, name, version: component.version })
    return { purl, parts: parsePurl(purl), generic: true }
  } catch {
    return null
  }
}

function toComponent(component: BomComponent, identity: Identity, context: { evidence: Evidence; direct: boolean | null }): Component {
  const { parts } = identity
  const properties = new Map(component.properties)
  const ecosystem = properties.get(INVENTORY_PROPERTIES.ecosystem) ?? ecosystemOfPurl(parts)
  const subject = advisorySubject(parts, { ecosystem, properties })
  const stated = propertyValues(component, INVENTORY_PROPERTIES.scope)
  return {
    purl: identity.purl,
    name: properties.get(INVENTORY_PROPERTIES.name) ?? oneText(packageNameOf(parts), component.name),
    version: oneText(parts.version, component.version) || component.version,
    ecosystem,
    scopes: stated.length > 0 ? SCOPES.filter((scope) => stated.includes(scope)) : [scopeOf(component.scope)],
    direct: context.direct,
    evidence: [context.evidence],
    licenses: component.licenses,
    hashes: component.hashes,
    ...(subject && { subject }),
  }
}

/** The text that is there already when it says the same: of a large document there are very many. */
function oneText(text: string, there: string): string {
  return text === there ? there : text
}

function scopeOf(scope: BomComponent['scope']): Scope {
  return scope === 'optional' ? 'optional' : scope === 'excluded' ? 'dev' : 'runtime'
}

/** Refs that the described thing (or one of its projects) needs itself; null when the document does not tell. */
function directRefs(bom: Bom): ReadonlySet<string> | null {
  const roots = new Set(
    bom.components
      .filter((component) => component.ref === bom.subject || propertyOf(component, INVENTORY_PROPERTIES.project))
      .map(({ ref }) => ref),
  )
  if (!bom.stated.some((ref) => roots.has(ref))) return null
  return new Set(bom.edges.filter(([from]) => roots.has(from)).map(([, to]) => to))
}

function merge(a: Component, b: Component): Component {
  const hashes = new Map<string, Hash>([...a.hashes, ...b.hashes].map((hash) => [`${hash.algorithm}:${hash.value}`, hash]))
  return {
    ...a,
    scopes: SCOPES.filter((scope) => a.scopes.includes(scope) || b.scopes.includes(scope)),
    direct: a.direct === true || b.direct === true ? true : (a.direct ?? b.direct),
    licenses: [...new Set([...a.licenses, ...b.licenses])],
    hashes: [...hashes.values()],
  }
}

function graphOf(
  bom: Bom,
  path: string,
  parts: { projects: readonly BomComponent[]; nodes: readonly { component: BomComponent; purl: string }[] },
): DependencyGraph {
  const numbers = new Map<string, number>()
  for (const component of [...parts.projects, ...parts.nodes.map((node) => node.component)]) numbers.set(component.ref, numbers.size)
  const edges: [number, number][] = []
  for (const [from, to] of bom.edges) {
    const source = numbers.get(from)
    const target = numbers.get(to)
    if (source !== undefined && target !== undefined) edges.push([source, target])
  }
  return {
    path,
    projects: parts.projects.map((component) => ({
      name: component.group ? `${component.group}/${component.name}` : component.name,
      version: component.version,
      licenses: component.licenses,
      path: (propertyOf(component, INVENTORY_PROPERTIES.project) ?? '').replace(/^\.$/, ''),
    })),
    components: parts.nodes.map((node) => node.purl),
    edges,
  }
}

function propertyOf(component: BomComponent, name: string): string | undefined {
  return component.properties.find(([key]) => key === name)?.[1]
}

function propertyValues(component: BomComponent, name: string): string[] {
  return component.properties.filter(([key]) => key === name).map(([, value]) => value)
}
