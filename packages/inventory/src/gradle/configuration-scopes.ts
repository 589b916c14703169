import type { Scope } from '@cupel/model'

const BUILD =
  /^(?:classpath|.*annotationProcessor.*|kapt.*|ksp.*|kotlin(?:Compiler|BuildTools|Klib|Native).*|.*compileOnly.*|checkstyle|pmd.*|spotbugs.*|detekt.*|ktlint.*|jacoco.*|errorprone|antlr|zinc|codenarc|swiftExport.*)$/i

/**
 * Scopes of a dependency from the names of the Gradle configurations that resolve it. A dependency of `compileClasspath` that
 * no runtime configuration resolves is compile-only. Unknown names count as runtime: nothing is hidden by a guess.
 */
export function configurationScopes(configurations: readonly string[], buildscript: boolean): readonly Scope[] {
  if (buildscript) return ['build']
  const scopes = new Set<Scope>()
  let compileOnly = false
  for (const name of configurations) {
    if (/^test|Test/.test(name)) scopes.add('test')
    else if (name === 'developmentOnly' || name === 'testAndDevelopmentOnly') scopes.add('dev')
    else if (BUILD.test(name)) scopes.add('build')
    else if (/compileClasspath$/i.test(name)) compileOnly = true
    else scopes.add('runtime')
  }
  if (compileOnly && !scopes.has('runtime')) scopes.add('build')
  return scopes.size === 0 ? ['runtime'] : [...scopes]
}
