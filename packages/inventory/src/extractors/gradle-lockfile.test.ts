import { expect, test } from 'vitest'
import { extractionText } from '../../../../test/extraction-text.ts'
import { mutationFaults } from '../../../../test/mutate.ts'
import gradle from './gradle-lockfile.ts'

const LOCK = `# This is a Gradle generated file for dependency locking.
# Manual edits can break the build and are not advised.
# This file is expected to be part of source control.
com.example:lib:1.0=compileClasspath,runtimeClasspath,testCompileClasspath
com.example:only-compile:2.0=compileClasspath
org.junit.jupiter:junit-jupiter:5.10.0=testCompileClasspath,testRuntimeClasspath
org.projectlombok:lombok:1.18.30=annotationProcessor
org.springframework.boot:spring-boot-devtools:3.2.0=developmentOnly
empty=kapt,testAnnotationProcessor
`

test('configurations become scopes', () => {
  expect(extractionText(gradle, { 'app/gradle.lockfile': LOCK })).toMatchInlineSnapshot(`
    "gradle-lockfile ?: read, 5 packages
    :4 pkg:maven/com.example/lib@1.0 runtime+test
    :5 pkg:maven/com.example/only-compile@2.0 build
    :6 pkg:maven/org.junit.jupiter/junit-jupiter@5.10.0 test
    :7 pkg:maven/org.projectlombok/lombok@1.18.30 build
    :8 pkg:maven/org.springframework.boot/spring-boot-devtools@3.2.0 dev"
  `)
})

test('a lock of the build script is for the build', () => {
  const lock = 'com.example:plugin:1.0=classpath\nempty=\n'
  expect(extractionText(gradle, { 'buildscript-gradle.lockfile': lock })).toMatchInlineSnapshot(`
    "gradle-lockfile ?: read, 1 packages
    :1 pkg:maven/com.example/plugin@1.0 build"
  `)
})

test('the old form has a file a configuration', () => {
  const lock = '# comment\ncom.example:lib:1.0\n'
  expect(extractionText(gradle, { 'gradle/dependency-locks/testRuntimeClasspath.lockfile': lock })).toMatchInlineSnapshot(`
    "gradle-lockfile ?: read, 1 packages
    :2 pkg:maven/com.example/lib@1.0 test"
  `)
  expect(gradle.claims?.('gradle/dependency-locks/README.md')).toBe(false)
})

test('what is no lock line is reported', () => {
  expect(extractionText(gradle, { 'gradle.lockfile': 'nonsense\na:b=x\na:b:1=\n' })).toMatchInlineSnapshot(`
    "gradle-lockfile ?: partial, 1 packages
    :3 pkg:maven/a/b@1 runtime
      ! unsupported-content :1 not understood: nonsense
      ! unsupported-content :2 not understood: a:b=x
      ! malformed :4 the closing line \`empty=\` is missing: the file is cut short"
  `)
})

test('damaged copies lose nothing silently', () => {
  expect(mutationFaults(gradle, 'gradle.lockfile', LOCK)).toEqual([])
})
