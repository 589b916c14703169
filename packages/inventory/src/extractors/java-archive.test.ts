import { expect, test } from 'vitest'
import { extractionText } from '../../../../test/extraction-text.ts'
import { makeZip } from '../../../../test/make-zip.ts'
import { mutationFaults } from '../../../../test/mutate.ts'

import archive from './java-archive.ts'

const CLASS = { name: 'com/example/A.class', content: Uint8Array.of(0xca, 0xfe, 0xba, 0xbe) }
const text = (name: string, content: string) => ({ name, content })
const properties = (group: string, artifact: string, version: string) =>
  text(`META-INF/maven/${group}/${artifact}/pom.properties`, `#Created\ngroupId=${group}\nartifactId=${artifact}\nversion=${version}\n`)
const manifest = (...lines: readonly string[]) => text('META-INF/MANIFEST.MF', ['Manifest-Version: 1.0', ...lines, ''].join('\r\n'))

/** Stored, so that digests do not hang on the release of zlib. */
const stored = (members: readonly { readonly name: string; readonly content: string | Uint8Array }[]) =>
  makeZip(members.map((member) => ({ ...member, method: 0 })))

test('pom.properties; shaded packages beside the own one', () => {
  const jar = stored([CLASS, properties('org.shaded', 'inner', '1.0'), properties('com.example', 'app', '2.0')])
  expect(extractionText(archive, { 'lib/app-2.0.jar': jar })).toMatchInlineSnapshot(`
    "java-archive ?: read, 2 packages
    :? pkg:maven/com.example/app@2.0 runtime sha1:74901f sha256:1b3438
    lib/app-2.0.jar!/META-INF/maven/org.shaded/inner/pom.properties:? pkg:maven/org.shaded/inner@1.0 runtime"
  `)
})

test('nested archives', () => {
  const inner = stored([CLASS, properties('com.example', 'inner', '1.0')])
  const named = stored([CLASS])
  const war = stored([
    { name: 'WEB-INF/lib/inner-1.0.jar', content: inner },
    { name: 'WEB-INF/lib/log4j-core-2.14.1.jar', content: named },
    { name: 'WEB-INF/lib/mystery.jar', content: named },
    { name: 'WEB-INF/lib/broken.jar', content: new Uint8Array(30) },
    CLASS,
  ])
  expect(extractionText(archive, { 'app.war': war })).toMatchInlineSnapshot(`
    "java-archive ?: partial, 2 packages, skipped 1 × application archive
    app.war!/WEB-INF/lib/inner-1.0.jar:? pkg:maven/com.example/inner@1.0 runtime sha1:d445e8 sha256:639072
    app.war!/WEB-INF/lib/log4j-core-2.14.1.jar:? pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1 runtime sha1:0c3de5 sha256:306bb6
      ! malformed app.war!/WEB-INF/lib/broken.jar:? no zip directory: not a zip, or cut off
      note unsupported-content :? identified by file name and manifest, since they hold no record of their build: app.war!/WEB-INF/lib/log4j-core-2.14.1.jar
      ! unsupported-content :? nothing tells what these archives are: app.war!/WEB-INF/lib/mystery.jar"
  `)
})

test.each([
  [
    'failureaccess-1.0.1.jar',
    ['Bundle-SymbolicName: com.google.guava.failureaccess', 'Bundle-License: http://www.apache.org/licenses/LICENSE-2.0.txt'],
    'pkg:maven/com.google.guava/failureaccess@1.0.1',
  ],
  ['server.jar', ['Implementation-Title: org.elasticsearch#server;8.14.3'], 'pkg:maven/org.elasticsearch/server@8.14.3'],
  [
    'git.hpi',
    ['Group-Id: org.jenkins-ci.plugins', 'Short-Name: git', 'Plugin-Version: 5.2.1 (private)'],
    'pkg:maven/org.jenkins-ci.plugins/git@5.2.1',
  ],
  ['ivy-2.4.0.jar', ['Bundle-SymbolicName: org.apache.ivy', 'Implementation-Version: 9'], 'pkg:maven/org.apache.ivy/ivy@2.4.0'],
  ['commons-io.jar', ['Implementation-Version: 2.4 build 7'], 'pkg:maven/commons-io/commons-io@2.4'],
  ['org.eclipse.sisu.inject-0.3.5.jar', [], 'pkg:maven/org.eclipse.sisu/org.eclipse.sisu.inject@0.3.5'],
  ['com.example.tool.part-1.jar', [], 'pkg:maven/com.example.tool/part@1'],
  ['log4j-1.2-api-2.17.1.jar', [], 'pkg:maven/org.apache.logging.log4j/log4j-1.2-api@2.17.1'],
  ['guava-31.1-jre.jar', [], 'pkg:maven/com.google.guava/guava@31.1-jre'],
  ['x-1.0-beta-2.jar', ['Implementation-Vendor-Id: com.example'], 'pkg:maven/com.example/x@1.0-beta-2'],
  ['long-1.0.jar', ['Bundle-SymbolicName: com.exa', ' mple.long;singleton:=true'], 'pkg:maven/com.example/long@1.0'],
  ['unheard-of-2.0.jar', [], 'pkg:maven/com.example/unheard-of@2.0'],
  ['nothing.jar', ['Implementation-Version: 1.0'], '! unsupported-content :? nothing tells what these archives are: nothing.jar'],
])('identity of %s', (name, lines, expected) => {
  expect(extractionText(archive, { [name]: makeZip([CLASS, manifest(...lines)]) })).toContain(expected)
})

test('archives without classes are no packages; a launcher of Gradle is not claimed', () => {
  expect(extractionText(archive, { 'a-sources.jar': makeZip([text('a.java', '')]) })).toContain('skipped 1 × archive without classes')
  expect(archive.claims?.('x/gradle/wrapper/gradle-wrapper.jar')).toBe(false)
})

test('archives within archives end at the limit', () => {
  let jar = makeZip([properties('com.example', 'deepest', '1.0')])
  for (let depth = 0; depth < 20; depth++) jar = makeZip([{ name: 'in.jar', content: jar }])
  expect(extractionText(archive, { 'a.jar': jar })).toContain('! limit-exceeded')
})

test('damaged copies lose nothing silently', () => {
  const jar = makeZip([
    manifest(),
    CLASS,
    properties('com.example', 'app', '2.0'),
    { name: 'lib/x-1.jar', content: makeZip([properties('g', 'x', '1')]) },
  ])
  expect(mutationFaults(archive, 'app-2.0.jar', jar, { binary: true, copies: 60 })).toEqual([])
})

test('a small file that holds archives without end is read up to a count', () => {
  let jar = makeZip([CLASS])
  for (let level = 0; level < 6; level++) jar = makeZip(Array.from({ length: 12 }, (_, at) => ({ name: `lib/x${at}.jar`, content: jar })))
  expect(extractionText(archive, { 'bomb.jar': jar })).toContain('more than 5000 archives in one file')
})
