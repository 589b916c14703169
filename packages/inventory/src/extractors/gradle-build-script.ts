import { defineExtractor } from '../extractor.ts'
import { configurationScopes } from '../gradle/configuration-scopes.ts'
import { scriptDependencies, scriptPlugins, scriptVariables } from '../gradle/build-script.ts'
import { scriptStatements } from '../gradle/script-statements.ts'
import { versionVariables } from '../gradle/version-variables.ts'
import { catalogVersion } from '../gradle/version-notation.ts'
import { mavenQualifiers } from '../maven/maven-qualifiers.ts'
import { reportConflict } from '../text/conflict-marker.ts'

/**
 * Build scripts of Gradle, as far as they can be told without being run: modules written out in `dependencies` blocks and plug-ins with
 * a version. Variables are looked up in the script, gradle.properties and the scripts above. Catalog aliases (`libs.x`) stand in the
 * catalog; what a platform or a range leaves open has no version.
 */
export default defineExtractor({
  id: 'gradle-build-script',
  title: 'Gradle: build.gradle, build.gradle.kts (modules written out)',
  type: 'maven',
  kind: 'manifest',
  files: ['build.gradle', 'build.gradle.kts'],
  yieldsTo: ['gradle-lockfile'],
  extract(input, out) {
    const text = input.text()
    reportConflict(text, out)
    out.format('')
    const { statements, whole } = scriptStatements(text)
    const version = versionVariables(input, scriptVariables(statements))
    const project = out.project({})
    const dependencies = scriptDependencies(statements)
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
    for (const { id, version: written, line } of scriptPlugins(statements)) {
      const pinned = catalogVersion(version(written), {}).version
      out.edge(project, out.component({ namespace: id, name: `${id}.gradle.plugin`, version: pinned, line, scopes: ['build'] }))
      out.entries(1)
    }
  },
})
