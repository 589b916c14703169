import { interpolate, isUnresolved } from './interpolate.ts'
import type { Lineage } from './pom-lineage.ts'
import { lineageOf } from './pom-lineage.ts'
import type { PlacedPom, PomTree } from './pom-tree.ts'
import type { PomDependency, PomParent, PomPart, PomProfile } from './pom.ts'

/** A dependency of the effective model, with the POM that states it. */
export interface EffectiveDependency extends PomDependency {
  /** Relative to the tree. */
  readonly path: string
  /** Stated only in a profile that is not active by default. */
  readonly inactive: boolean
}

export interface ManagedDependency extends PomDependency {
  /** A parent or BOM that is not in the tree comes before this statement and may say something else. */
  readonly uncertain: boolean
}

export interface EffectivePom {
  readonly group: string
  readonly artifact: string
  readonly version: string
  readonly lineage: Lineage
  readonly dependencies: readonly EffectiveDependency[]
  readonly plugins: readonly EffectiveDependency[]
  /** `group:artifact:type:classifier` → what dependencyManagement says, imported BOMs of the tree included. */
  readonly managed: ReadonlyMap<string, ManagedDependency>
  readonly managedPlugins: ReadonlyMap<string, PomDependency>
  /** Imported BOMs that are not in the tree, as `group:artifact:version`. */
  readonly missingBoms: readonly string[]
  readonly expand: (text: string) => string
}

export interface EffectiveOptions {
  readonly tree: PomTree
  /** Finds a POM of the tree by its coordinates. */
  readonly locate: (group: string, artifact: string, from: readonly PlacedPom[]) => PlacedPom | null
  /** BOMs imported so far: a second import says nothing new. */
  readonly imported?: Set<string>
}

const MAX_IMPORTS = 100

/**
 * The effective model as far as the tree holds it (Maven "Introduction to the POM", "Dependency Mechanism"): parents are
 * merged, the child's word counts; profiles active by default take part; dependencies of other profiles are kept and marked.
 */
export function effectivePom(start: PlacedPom, options: EffectiveOptions): EffectivePom {
  const lineage = lineageOf(start, options.tree)
  const expand = expander(lineage)
  const [own] = lineage.poms as [PlacedPom]
  const group = known(expand('${project.groupId}'))
  const version = known(expand('${project.version}'))
  const managed = new Map<string, ManagedDependency>()
  const managedPlugins = new Map<string, PomDependency>()
  const dependencies = new Map<string, EffectiveDependency>()
  const plugins = new Map<string, EffectiveDependency>()
  const imported: PomDependency[] = []
  for (const { pom, path } of lineage.poms) {
    for (const { part, inactive } of partsOf(pom, pom.profiles)) {
      for (const found of inactive ? [] : part.managed.map((dependency) => expanded(dependency, expand))) {
        if (found.scope === 'import') imported.push(found)
        else setNew(managed, keyOf(found), { ...found, uncertain: false })
      }
      for (const found of inactive ? [] : part.managedPlugins.map((plugin) => expanded(plugin, expand))) {
        setNew(managedPlugins, `${found.group}:${found.artifact}`, found)
      }
      for (const found of part.dependencies.map((dependency) => expanded(dependency, expand))) {
        setNew(dependencies, keyOf(found), { ...found, path, inactive })
      }
      for (const found of part.plugins.map((plugin) => expanded(plugin, expand))) {
        setNew(plugins, `${keyOf(found)}:${found.version}`, { ...found, path, inactive })
      }
    }
  }
  const missingBoms = importBoms(imported, { managed, lineage, options })
  return {
    group,
    artifact: known(expand(own.pom.artifact)),
    version,
    lineage,
    dependencies: [...dependencies.values()],
    plugins: [...plugins.values()],
    managed,
    managedPlugins,
    missingBoms,
    expand,
  }
}

/** Key under which Maven compares a dependency with its management. */
export function keyOf({ group, artifact, type, classifier }: PomDependency): string {
  return `${group}:${artifact}:${type === '' ? 'jar' : type}:${classifier}`
}

function partsOf(pom: PomPart, profiles: readonly PomProfile[]): readonly { readonly part: PomPart; readonly inactive: boolean }[] {
  const active = profiles.filter((profile) => profile.activeByDefault)
  const inactive = profiles.filter((profile) => !profile.activeByDefault)
  return [
    ...active.map((part) => ({ part, inactive: false })),
    { part: pom, inactive: false },
    ...inactive.map((part) => ({ part, inactive: true })),
  ]
}

function importBoms(
  imported: readonly PomDependency[],
  {
    managed,
    lineage,
    options,
  }: { readonly managed: Map<string, ManagedDependency>; readonly lineage: Lineage; readonly options: EffectiveOptions },
): readonly string[] {
  const missing: string[] = []
  const seen = options.imported ?? new Set()
  for (const bom of imported) {
    const name = `${bom.group}:${bom.artifact}`
    if (seen.has(name)) continue
    seen.add(name)
    const found = options.locate(bom.group, bom.artifact, lineage.poms)
    if (found === null || seen.size > MAX_IMPORTS) {
      missing.push(`${name}:${bom.version}`)
      continue
    }
    const effective = effectivePom(found, { ...options, imported: seen })
    const later = lineage.missing !== null || missing.length > 0
    for (const [key, dependency] of effective.managed) setNew(managed, key, { ...dependency, uncertain: later || dependency.uncertain })
    missing.push(...effective.missingBoms)
  }
  return [...new Set(missing)]
}

/** Looks up `project.*` and properties; the child's word counts, then its active profiles', then the parents'. */
function expander({ poms }: Lineage): (text: string) => string {
  const properties = new Map<string, string>()
  for (const { pom } of poms) {
    for (const { part, inactive } of partsOf(pom, pom.profiles)) {
      if (!inactive) for (const [name, value] of part.properties) setNew(properties, name, value)
    }
    for (const profile of pom.profiles) for (const [name, value] of profile.properties) setNew(properties, name, value)
  }
  const own = poms[0]?.pom
  const parent: PomParent | null = own?.parent ?? null
  const facts = new Map<string, string | undefined>([
    ['groupId', own?.group || parent?.group],
    ['artifactId', own?.artifact],
    ['version', own?.version || parent?.version],
    ['packaging', own?.packaging || 'jar'],
    ['parent.groupId', parent?.group],
    ['parent.artifactId', parent?.artifact],
    ['parent.version', parent?.version],
  ])
  const look = (name: string): string | undefined => {
    const fact = facts.get(name.replace(/^(?:project|pom)\./, ''))
    return name.startsWith('project.') || name.startsWith('pom.') ? (fact ?? properties.get(name)) : (properties.get(name) ?? fact)
  }
  return (text) => interpolate(text, look)
}

function expanded(found: PomDependency, expand: (text: string) => string): PomDependency {
  const { group, artifact, version, type, classifier, scope, optional, line } = found
  return {
    group: expand(group),
    artifact: expand(artifact),
    version: expand(version),
    type: expand(type),
    classifier: expand(classifier),
    scope: expand(scope),
    optional: expand(optional),
    line,
  }
}

function known(text: string): string {
  return isUnresolved(text) ? '' : text
}

function setNew<V>(map: Map<string, V>, key: string, value: V): void {
  if (!map.has(key)) map.set(key, value)
}
