import { memoryTree } from '@cupel/source'
import { expect, test } from 'vitest'
import { extractFile } from '../extract-file.ts'
import type { Extractor } from '../extractor.ts'
import { blankComments } from '../text/blank-comments.ts'
import clojureDeps from './clojure-deps.ts'
import ivyFile from './ivy-file.ts'
import sbtBuild from './sbt-build.ts'

function read(extractor: Extractor, files: Record<string, string>) {
  const path = Object.keys(files)[0] as string
  const { components, problems } = extractFile(memoryTree(files), extractor, path)
  return [
    ...components.map(({ purl, scopes, evidence }) => `${evidence[0]?.line} ${purl.slice('pkg:maven/'.length)} ${scopes.join()}`),
    ...problems.map(({ code, effect }) => `${code} ${effect}`),
  ]
}

test('sbt: modules with the Scala version, values, scopes and comments', () => {
  const files = {
    'build.sbt': `ThisBuild / scalaVersion := "2.13.12" // "no" % "no" % "1"
val akka = "2.8.0"
libraryDependencies ++= Seq(
  "com.typesafe.akka" %% "akka-actor" % akka,
  "org.postgresql" % "postgresql" % "42.5.0" % Test,
  /* "old" % "old" % "1", */
  "a.b" %% "range" % "[1,2)",
  "a.b" %%% "browser" % V.shared % "provided",
)
`,
    'project/V.scala': 'object V { val shared = "3.1" }\n',
  }
  expect(read(sbtBuild, files)).toEqual([
    '4 com.typesafe.akka/akka-actor_2.13@2.8.0 runtime',
    '5 org.postgresql/postgresql@42.5.0 test',
    '7 a.b/range_2.13 runtime',
    '8 a.b/browser_sjs1_2.13@3.1 optional',
  ])
})

test('sbt: plug-ins, lists in project/, and what is not told', () => {
  expect(read(sbtBuild, { 'project/plugins.sbt': 'addSbtPlugin("g" % "a" % "1.0")\n' })).toEqual(['1 g/a_2.12_1.0@1.0 build'])
  const list = {
    'project/Dependencies.scala': 'object D { val x = "g" %% "x" % "1" }\n',
    'build.sbt': 'scalaVersion := D.scala\nval scala = "3.3.1"\n',
  }
  expect(read(sbtBuild, list)).toEqual(['1 g/x_3@1 runtime'])
  expect(read(sbtBuild, { 'build.sbt': '"g" %% "x" % "1"\n' })).toEqual(['version-unpinned incomplete'])
  expect(read(sbtBuild, { 'build.sbt': 'libraryDependencies ++= Needs.all\n' })).toEqual(['version-unpinned incomplete'])
  expect(read(sbtBuild, { 'build.sbt': 'libraryDependencies ++= D.x\n', 'project/D.scala': 'val x = "g" % "x" % "1"\n' })).toEqual([])
  expect(extractFile(memoryTree({ 'project/A.scala': 'object A\n' }), sbtBuild, 'project/A.scala').foreign).toBe(true)
})

test('Clojure: vectors and maps, repositories, comments', () => {
  const project = `(defproject a "1.0" ; [no/no "1"]
  :dependencies [[org.clojure/clojure "1.10.3"]
                 [ring "1.9.0" :exclusions [a/b]] [a/range "[1,2)"]]
  :aliases {"x" ["run" "1"]}
  :source-paths [src "main"])
`
  expect(read(clojureDeps, { 'project.clj': project })).toEqual([
    '2 org.clojure/clojure@1.10.3 runtime',
    '3 ring/ring@1.9.0 runtime',
    '3 a/range runtime',
  ])
  const deps = `{:deps {ring/ring {:mvn/version "1.9.0"}
        io.github.a/b {:git/tag "v1.2" :git/sha "abc"}
        c/d {:git/url "https://git.example/c" :sha "def"}
        own/part {:local/root "../part"}}}
`
  expect(read(clojureDeps, { 'deps.edn': deps })).toEqual([
    '1 ring/ring@1.9.0 runtime',
    '2 io.github.a/b@1.2?vcs_url=git%2Bhttps:%2F%2Fgithub.com%2Fa%2Fb%40abc runtime',
    '3 c/d?vcs_url=git%2Bhttps:%2F%2Fgit.example%2Fc%40def runtime',
  ])
  expect(read(clojureDeps, { 'project.clj': '(defproject a "1" :dependencies ~(needs))' })).toEqual(['unsupported-content incomplete'])
  expect(read(clojureDeps, { 'deps.edn': '{:deps {a/a {:mvn/version "1"}}' })).toEqual(['1 a/a@1 runtime', 'malformed incomplete'])
})

test('Ivy: modules with their revisions', () => {
  const text = `<ivy-module version="2.0"><info organisation="own" module="m"/>
<dependencies>
<dependency org="a" name="b" rev="1.0"/>
<dependency name="c" rev="latest.integration" conf="test->default"/>
<dependency org="a" name="d" rev="1.+"/><exclude org="x"/><other/>
</dependencies></ivy-module>`
  expect(read(ivyFile, { 'ivy.xml': text })).toEqual([
    '3 a/b@1.0 runtime',
    '4 own/c test',
    '5 a/d runtime',
    'unsupported-content incomplete',
    'entries-lost incomplete',
  ])
})

test('comments become blanks, and texts stay', () => {
  const marks = { line: '//', block: ['/*', '*/'] } as const
  expect(blankComments('a "//" // b\n/* c\nd */ "\\"/*" e', marks)).toBe('a "//"     \n    \n     "\\"/*" e')
  expect(blankComments('"""//""" \\" // x', marks)).toBe('"""//""" \\"     ')
  expect(blankComments('/* open', marks)).toBe('       ')
})
