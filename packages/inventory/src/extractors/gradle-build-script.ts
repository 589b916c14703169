import { folderOf, nameOf } from '@cupel/source'
import type { ExtractInput } from '../extractor.ts'
import { defineExtractor } from '../extractor.ts'
import { configurationScopes } from '../gradle/configuration-scopes.ts'
import { computedDependencies, moduleNames } from '../gradle/computed-dependencies.ts'
import type { ComputedDependency } from '../gradle/computed-dependencies.ts'
import { locksBeside } from '../gradle/locks-beside.ts'
import { scriptsAround } from '../gradle/scripts-around.ts'
import { scriptDependencies, scriptPlugins, scriptVariables } from '../gradle/build-script.ts'
import { scriptStatements } from '../gradle/script-statements.ts'
import { versionVariables } from '../gradle/version-variables.ts'
import { catalogVersion } from '../gradle/version-notation.ts'
import { mavenQualifiers } from '../maven/maven-qualifiers.ts'
import { isAside } from '../places.ts'
import { reportConflict } from '../text/conflict-marker.ts'

/**
 * Build scripts of Gradle, as far as they can be told without being run: modules written out in `dependencies` blocks and plug-ins with
 * a version. Variables, also those that stand for a whole module, are looked up in the script, gradle.properties, the scripts above, those
 * that are applied, and buildSrc. Catalog aliases (`libs.x`) stand in the catalog; what a platform or a range leaves open has no version;
 * what cannot be told is reported. What a lock beside it is about is left to that lock.
 */
export default defineExtractor({
  id: 'gradle-build-script',
  title: 'Gradle: build.gradle, settings.gradle and other scripts, in Groovy or Kotlin (modules written out)',
  type: 'maven',
  kind: 'manifest',
  suffixes: ['.gradle', '.gradle.kts'],
  extract(input, out) {
    const text = input.text()
    const locked = locksBeside(input)
    const isOpen = (configuration: string): boolean => !(configuration === 'classpath' ? locked.build : locked.project)
    const { statements, whole } = scriptStatements(text)
    const dependencies = scriptDependencies(statements).filter(({ configuration }) => isOpen(configuration))
    const computed = computedDependencies(statements).filter(({ configuration }) => isOpen(configuration))
    const plugins = locked.build ? [] : scriptPlugins(statements)
    if (locked.project && dependencies.length + computed.length + plugins.length === 0) return out.notMine()
    reportConflict(text, out)
    out.format('')
    let around: readonly string[] | null = null
    const textsAround = (): readonly string[] => (around ??= scriptsAround(input, text))
    const version = versionVariables(input, scriptVariables(statements), textsAround)
    const project = out.project({})
    // A script is a program; only one that asks for something can have lost something.
    if (!whole && /\bdependencies\b/.test(text))
      out.problem({ code: 'malformed', detail: 'a block, string or comment of the script has no end: modules may be missing' })
    // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
    if (/[\u0000-\u0008\u000e-\u001f]/.test(text)) out.problem({ code: 'malformed', detail: 'control characters in a script' })
    out.entries(dependencies.length)
    for (const { configuration, group, artifact, version: written, classifier, type, line } of dependencies) {
      const node = out.component({
        namespace: group,
        name: artifact,
        version: catalogVersion(version(written), {}).version,
        qualifiers: mavenQualifiers(type, version(classifier)),
        line,
        scopes: configurationScopes([configuration], configuration === 'classpath'),
      })
      out.edge(project, node)
    }
    for (const { id, version: written, line } of plugins) {
      const pinned = catalogVersion(version(written), {}).version
      out.edge(project, out.component({ namespace: id, name: `${id}.gradle.plugin`, version: pinned, line, scopes: ['build'] }))
      out.entries(1)
    }
    const names = computed.some(({ kotlin }) => kotlin === null) ? moduleNames([text, ...textsAround()]) : new Map<string, string>()
    const kotlinVersion = scriptPlugins(statements).find(({ id }) => id.startsWith('org.jetbrains.kotlin.'))?.version ?? ''
    const unknown: ComputedDependency[] = []
    out.entries(computed.length)
    for (const one of computed) {
      const { configuration, kotlin, line } = one
      const module =
        kotlin === null ? names.get(one.name) : `org.jetbrains.kotlin:kotlin-${kotlin.module}:${kotlin.version || kotlinVersion}`
      const [namespace, name, written = ''] = module?.split(':') ?? []
      if (namespace === undefined || name === undefined) unknown.push(one)
      else {
        const pinned = catalogVersion(version(written), {}).version
        out.edge(
          project,
          out.component({
            namespace,
            name,
            version: pinned,
            line,
            scopes: configurationScopes([configuration], configuration === 'classpath'),
          }),
        )
      }
    }
    if (dependencies.length + computed.length === 0 && !locked.project && isAlone(input)) {
      for (const { name, line } of namedModules(text)) {
        const [namespace = '', artifact = '', written = ''] = name.split(':')
        const pinned = catalogVersion(version(written), {}).version
        out.entries(1)
        out.edge(project, out.component({ namespace, name: artifact, version: pinned, line, scopes: [] }))
      }
    }
    const [first] = unknown
    if (first === undefined) return
    out.skip('dependency that the script computes', unknown.length)
    out.problem({
      code: 'version-unpinned',
      effect: isAside(input.path) ? 'note' : 'incomplete',
      line: first.line,
      detail: `the script computes ${unknown.length === 1 ? 'a dependency' : `${unknown.length} dependencies, the first`} by ${first.written}: not looked at`,
      hint: 'write the lock file with: gradle dependencies --write-locks',
    })
  },
})

/** Whether a script that other scripts read lies where none of these is: what it names is then all that is known. */
function isAlone(input: ExtractInput): boolean {
  if (/^(?:build|settings|init)\.gradle/.test(nameOf(input.path))) return false
  let folder = input.path
  for (let up = ''; folder !== ''; up += '../') {
    if (input.list(up === '' ? '.' : up).some((name) => /^(?:build|settings)\.gradle(?:\.kts)?$/.test(name))) return false
    folder = folderOf(folder)
  }
  return true
}

function namedModules(text: string): readonly { readonly name: string; readonly line: number }[] {
  const lines = text.split('\n')
  return [...moduleNames([text.replace(/^[ \t]*\/\/.*$/gm, '')]).values()].map((name) => ({
    name,
    line: lines.findIndex((one) => one.includes(name)) + 1,
  }))
}
