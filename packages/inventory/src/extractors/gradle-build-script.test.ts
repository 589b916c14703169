import { memoryTree } from '@cupel/source'
import { expect, test } from 'vitest'
import { extractFile } from '../extract-file.ts'
import gradleBuildScript from './gradle-build-script.ts'

function read(files: Record<string, string>, path = Object.keys(files)[0] as string) {
  const { components, problems } = extractFile(memoryTree(files), gradleBuildScript, path)
  return [
    ...components.map(({ purl, scopes, evidence }) => `${evidence[0]?.line} ${purl} ${scopes.join()}`),
    ...problems.map(({ code }) => code),
  ]
}

test('Groovy: strings, maps, lists, variables, exclusions, comments', () => {
  const script = `buildscript {
  ext.kotlinVersion = '1.9.0'
  dependencies { classpath "org.jetbrains.kotlin:kotlin-gradle-plugin:$kotlinVersion" }
}
plugins { id 'com.android.application' version '8.1.0' apply false }
def guava = "32.0.0-jre" // "no:dependency:1"
ext { versions = [netty: '4.1.100.Final'] }
dependencies {
  /* implementation 'old:old:1' */
  implementation project(':core')
  implementation "com.google.guava:guava:\${guava}"
  api 'io.netty:netty-all:' + 'x', "io.netty:netty-handler:\${versions.netty}"
  testImplementation group: 'junit', name: 'junit', version: '4.13.2'
  runtimeOnly('org.slf4j:slf4j-simple:2.0.9') {
    exclude group: 'org.slf4j', module: 'slf4j-api'
  }
  implementation platform('org.springframework.boot:spring-boot-dependencies:3.2.0')
  implementation 'org.springframework.boot:spring-boot-starter'
  implementation 'a.b:range:1.+', 'a.b:natives:1.0:linux-x86_64@zip'
  constraints { implementation 'a.b:pinned:1' }
}
dependencyManagement { dependencies { dependency 'a.b:managed:1' } }
`
  expect(read({ 'app/build.gradle': script })).toEqual([
    '3 pkg:maven/org.jetbrains.kotlin/kotlin-gradle-plugin@1.9.0 build',
    '11 pkg:maven/com.google.guava/guava@32.0.0-jre runtime',
    '12 pkg:maven/io.netty/netty-all runtime',
    '12 pkg:maven/io.netty/netty-handler@4.1.100.Final runtime',
    '13 pkg:maven/junit/junit@4.13.2 test',
    '14 pkg:maven/org.slf4j/slf4j-simple@2.0.9 runtime',
    '17 pkg:maven/org.springframework.boot/spring-boot-dependencies@3.2.0 runtime',
    '18 pkg:maven/org.springframework.boot/spring-boot-starter runtime',
    '19 pkg:maven/a.b/range runtime',
    '19 pkg:maven/a.b/natives@1.0?classifier=linux-x86_64&type=zip runtime',
    '5 pkg:maven/com.android.application/com.android.application.gradle.plugin@8.1.0 build',
  ])
})

test('Kotlin: properties of the build, scripts above, lists over several lines', () => {
  const files = {
    'a/app/build.gradle.kts': `plugins { kotlin("jvm") version "1.9.20"; id("org.x") version "2.0" }
val local by extra("1.0")
dependencies {
  implementation(
    "com.squareup.okhttp3:okhttp:$okhttpVersion",
  )
  add("kapt", "com.a:b:$local")
  testImplementation(kotlin("test"))
  api(libs.core)
  implementation(group = "com.c", name = "d", version = rootVersion)
  implementation("com.e:f:\${property("missing")}")
}
`,
    'a/gradle.properties': '# x\nokhttpVersion=4.12.0\n',
    'build.gradle': 'ext {\n  set("rootVersion", "3.0")\n}\n',
  }
  expect(read(files)).toEqual([
    '4 pkg:maven/com.squareup.okhttp3/okhttp@4.12.0 runtime',
    '7 pkg:maven/com.a/b@1.0 build',
    '10 pkg:maven/com.c/d@3.0 runtime',
    '11 pkg:maven/com.e/f runtime',
    '1 pkg:maven/org.jetbrains.kotlin.jvm/org.jetbrains.kotlin.jvm.gradle.plugin@1.9.20 build',
    '1 pkg:maven/org.x/org.x.gradle.plugin@2.0 build',
    '8 pkg:maven/org.jetbrains.kotlin/kotlin-test@1.9.20 test',
  ])
})

test('a script without its end is said', () => {
  expect(read({ 'build.gradle': 'dependencies {\n  implementation "a.b:c:1"\n' })).toEqual(['2 pkg:maven/a.b/c@1 runtime', 'malformed'])
  expect(read({ 'build.gradle': 'println "x' })).toEqual([])
})

test('names for modules: of the script, of applied scripts, of buildSrc; what is computed is said', () => {
  const files = {
    'app/build.gradle': `apply from: "$rootDir/gradle/deps.gradle"
def own = 'a.b:own:1.0'
dependencies {
  implementation own
  implementation deps.okhttp
  api(platform(Deps.bom))
  kapt Deps.compiler
  testImplementation "$rootProject.ext.mock"
  implementation libs.core
  implementation(platform(library("bom")))
  implementation project(':x'), files('a.jar')
  implementation kotlin('stdlib', '1.8.0')
  implementation Deps.core
  compileOnly(unknown())
  println(own)
}
`,
    'gradle/deps.gradle': "ext.v = '4.9'\next.deps = [\n  okhttp: \"com.x:okhttp:$v\",\n  mock: 'org.m:mock:2'\n]\n",
    'buildSrc/src/main/kotlin/Deps.kt':
      'object Deps {\n const val bom = "g.b:bom:1"\n const val compiler = "g.c:compiler:$other"\n object A { const val core = "g:a:1" }\n object B { const val core = "g:b:1" }\n}\n',
  }
  expect(read(files)).toEqual([
    '4 pkg:maven/a.b/own@1.0 runtime',
    '5 pkg:maven/com.x/okhttp@4.9 runtime',
    '6 pkg:maven/g.b/bom@1 runtime',
    '7 pkg:maven/g.c/compiler build',
    '8 pkg:maven/org.m/mock@2 test',
    '12 pkg:maven/org.jetbrains.kotlin/kotlin-stdlib@1.8.0 runtime',
    'version-unpinned',
  ])
  const { problems, coverage } = extractFile(memoryTree(files), gradleBuildScript, 'app/build.gradle')
  expect(problems).toMatchObject([
    { effect: 'incomplete', line: 13, detail: 'the script computes 2 dependencies, the first by Deps.core: not looked at' },
  ])
  expect(coverage.skipped).toEqual([{ what: 'dependency that the script computes', count: 2 }])
})

test('settings and other scripts: plug-ins, catalogs that are written there', () => {
  const settings = `pluginManagement { plugins { id 'a.b' version '1' } }
dependencyResolutionManagement { versionCatalogs { libs { library('x', 'g.x:x:2'); from('g.y:catalog:3') } } }
`
  expect(read({ 'settings.gradle': settings })).toEqual([
    '2 pkg:maven/g.x/x@2 runtime',
    '2 pkg:maven/g.y/catalog@3 runtime',
    '1 pkg:maven/a.b/a.b.gradle.plugin@1 build',
  ])
})

test('modules in a script that others read are all that is known where none of these lies', () => {
  const names = "// old = 'o:o:1'\next {\n  netty = '4.1.0'\n  deps = [\n    web: \"g:web:${netty}\",\n    log: 'g:log:2.0',\n  ]\n}\n"
  const wanted = ['5 pkg:maven/g/web@4.1.0 ', '6 pkg:maven/g/log@2.0 ']
  expect(read({ 'dependencies.gradle': names })).toEqual(wanted)
  expect(read({ 'gradle/dependencies.gradle': names })).toEqual(wanted)
  expect(read({ 'gradle/dependencies.gradle': names, 'build.gradle': "apply from: 'gradle/dependencies.gradle'\n" })).toEqual([])
  expect(read({ 'dependencies.gradle': names, 'settings.gradle.kts': 'include(":a")\n' })).toEqual([])
  expect(read({ 'build.gradle': names })).toEqual([])
})

test('a lock beside a script answers for what it is about: modules of the project, or the programs of the build', () => {
  const script =
    "buildscript { dependencies { classpath 'g:tool:1' } }\nplugins { id 'a.b' version '2' }\ndependencies { implementation 'g:own:3'\n api deps.computed }\n"
  const build = ['1 pkg:maven/g/tool@1 build', '2 pkg:maven/a.b/a.b.gradle.plugin@2 build']
  const own = ['3 pkg:maven/g/own@3 runtime', 'version-unpinned']
  const all = [build[0], own[0], build[1], own[1]]
  const lock = 'empty=\n'
  expect(read({ 'build.gradle': script })).toEqual(all)
  expect(read({ 'build.gradle': script, 'gradle.lockfile': lock })).toEqual(build)
  expect(read({ 'build.gradle': script, 'gradle/dependency-locks/compileClasspath.lockfile': '' })).toEqual(build)
  expect(read({ 'build.gradle': script, 'buildscript-gradle.lockfile': lock })).toEqual(own)
  expect(read({ 'build.gradle': script, 'gradle.lockfile': lock, 'buildscript-gradle.lockfile': lock })).toEqual([])
})
