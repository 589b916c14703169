import type { Scope } from '@cupel/model'
import type { Collector, ExtractInput, NodeId } from '../extractor.ts'
import { defineExtractor } from '../extractor.ts'
import type { EffectiveDependency, EffectivePom } from '../maven/effective-pom.ts'
import { effectivePom, keyOf } from '../maven/effective-pom.ts'
import { isUnresolved } from '../maven/interpolate.ts'
import { locatePom } from '../maven/locate-pom.ts'
import { exactMavenVersion } from '../maven/maven-version.ts'
import { mavenQualifiers } from '../maven/maven-qualifiers.ts'
import { PomTree } from '../maven/pom-tree.ts'
import { parsePom } from '../maven/parse-pom.ts'
import { xmlText } from '../text/xml-text.ts'

/**
 * pom.xml of Maven: direct dependencies, with versions from the file, its parents and the BOMs that lie in the tree. What a
 * remote parent or BOM would add is not known, so such a dependency has version `` and the reason is noted. Dependencies of
 * profiles that are not active by default are optional. Modules of the same build are no components.
 */
export default defineExtractor({
  id: 'pom-xml',
  title: 'Maven: pom.xml, *.pom',
  type: 'maven',
  kind: 'manifest',
  files: ['pom.xml'],
  suffixes: ['.pom'],
  extract(input, out) {
    const { root, line, pom } = parsePom(xmlText(input))
    if (root !== 'project') return out.problem({ code: 'malformed', line, detail: 'the root element is not project' })
    const model = pom.modelVersion
    out.format(model)
    if (model !== '' && model !== '4.0.0' && model !== '4.1.0')
      out.problem({ code: 'unsupported-version', detail: `model version ${model} is not known` })
    const tree = new PomTree(input, out)
    const locate = locatePom.bind(null, tree)
    const effective = effectivePom({ pom, path: input.path }, { tree, locate })
    const { group, artifact, version, dependencies, plugins, lineage } = effective
    const project = out.project({ name: `${group}:${artifact}`, version, licenses: pom.licenses })
    const reading: Reading = { input, out, effective, project, reasons: new Map() }
    for (const module of pom.modules) {
      if (!isUnresolved(module) && !tree.has(input.path, module))
        out.problem({ code: 'include-missing', effect: 'note', detail: `module ${module} is not in the tree` })
    }
    out.entries(dependencies.length + plugins.length)
    for (const dependency of dependencies) {
      const member = dependency.group === group ? locate(dependency.group, dependency.artifact, lineage.poms) : null
      if (member !== null) out.skip('module of this build')
      else addDependency(dependency, reading)
    }
    for (const plugin of plugins) addPlugin(plugin, reading)
    reportReasons(reading.reasons, out)
  },
})

interface Reading {
  readonly input: ExtractInput
  readonly out: Collector
  readonly effective: EffectivePom
  readonly project: NodeId
  readonly reasons: Reasons
}

function addDependency(dependency: EffectiveDependency, { input, out, effective, project, reasons }: Reading): void {
  const { line, path } = dependency
  const managed = effective.managed.get(keyOf(dependency))
  const stated = dependency.version || (managed?.version ?? '')
  const doubtful = dependency.version === '' && managed?.uncertain === true
  const version = exactMavenVersion(stated)
  const name = `${dependency.group}:${dependency.artifact}`
  if (dependency.group === '' || dependency.artifact === '' || isUnresolved(name)) {
    return out.problem({
      code: 'name-invalid',
      path,
      line,
      detail: `the coordinates ${name} are incomplete or depend on a property that is not in the tree`,
    })
  }
  if (version === '') addReason(reasons, reasonFor(stated, effective), { name, line })
  else if (doubtful)
    addReason(reasons, `a BOM in the tree states the version, but ${remoteOf(effective)}, not in the tree, comes first`, { name, line })
  const scope = dependency.scope || (managed?.scope ?? '')
  const optional = (dependency.optional || (managed?.optional ?? '')) === 'true'
  const node = out.component({
    namespace: dependency.group,
    name: dependency.artifact,
    version,
    qualifiers: mavenQualifiers(dependency.type, dependency.classifier),
    line,
    ...(path === input.path ? {} : { path }),
    scopes: scopesOf(scope, optional || dependency.inactive),
  })
  out.edge(project, node)
}

/** A plug-in without a version takes the one of the Maven release that runs it, which no file tells. */
function addPlugin(plugin: EffectiveDependency, { input, out, effective, project }: Reading): void {
  const { line, path, group, artifact } = plugin
  const version = exactMavenVersion(plugin.version || (effective.managedPlugins.get(`${group}:${artifact}`)?.version ?? ''))
  if (version === '' || isUnresolved(group + artifact) || group === '' || artifact === '') return out.skip('plug-in without version')
  const place = path === input.path ? {} : { path }
  out.edge(project, out.component({ namespace: group, name: artifact, version, line, ...place, scopes: ['build'] }))
}

/** Maven has no lock file, but it can write down what it resolved. */
const EFFECTIVE = 'to know them, scan what this writes: mvn help:effective-pom -Doutput=effective.pom'

/** Why versions are unknown or in doubt → the dependencies concerned. */
type Reasons = Map<string, { readonly name: string; readonly line: number }[]>

function addReason(reasons: Reasons, reason: string, dependency: { readonly name: string; readonly line: number }): void {
  const known = reasons.get(reason)
  if (known === undefined) reasons.set(reason, [dependency])
  else known.push(dependency)
}

function reasonFor(stated: string, effective: EffectivePom): string {
  if (isUnresolved(stated)) return `the version ${stated} depends on a property that is not in the tree`
  if (stated !== '') return `the version ${stated} is a range`
  const remote = remoteOf(effective)
  return remote === '' ? 'no version is stated' : `the version is managed in ${remote}, which is not in the tree`
}

function remoteOf({ lineage, missingBoms }: EffectivePom): string {
  const parent = lineage.missing === null ? [] : [`${lineage.missing.group}:${lineage.missing.artifact}:${lineage.missing.version}`]
  const [first = '', ...others] = [...parent, ...missingBoms]
  return others.length === 0 ? first : `${first} or ${others.length === 1 ? others[0] : `one of ${others.length} more`}`
}

function reportReasons(reasons: Reasons, out: Collector): void {
  for (const [reason, dependencies] of reasons) {
    const names = [...new Set(dependencies.map(({ name }) => name))]
    const more = names.length > 3 ? ` and ${names.length - 3} more` : ''
    const line = Math.min(...dependencies.map((dependency) => dependency.line))
    const detail = `${reason}: ${names.slice(0, 3).join(', ')}${more}`
    out.problem({ code: 'version-unpinned', effect: 'note', line, detail, hint: EFFECTIVE })
  }
}

/** `provided` and `system` artifacts come with the platform: what other ecosystems call a peer. */
function scopesOf(scope: string, optional: boolean): readonly Scope[] {
  if (scope === 'test') return ['test']
  const main: Scope = scope === 'provided' || scope === 'system' ? 'peer' : 'runtime'
  return optional ? [main, 'optional'] : [main]
}
