import { expect, test } from 'vitest'
import { extractionText } from '../../../../test/extraction-text.ts'
import { mutationFaults } from '../../../../test/mutate.ts'
import sbt from './sbt-lock.ts'

const LOCK = `{
  "lockVersion" : 1,
  "timestamp" : "2026-01-01T00:00:00.000000Z",
  "configurations" : [ "compile", "runtime", "test" ],
  "dependencies" : [
    {
      "org" : "org.typelevel",
      "name" : "cats-core_2.13",
      "version" : "2.10.0",
      "artifacts" : [ { "name" : "cats-core_2.13.jar", "hash" : "sha1:${'a'.repeat(40)}" } ],
      "configurations" : [ "compile", "runtime", "test" ]
    },
    {
      "org" : "org.scalatest",
      "name" : "scalatest_2.13",
      "version" : "3.2.17",
      "artifacts" : [],
      "configurations" : [ "test" ]
    }
  ]
}
`

test('modules with their configurations and digests', () => {
  expect(extractionText(sbt, { 'build.sbt.lock': LOCK })).toMatchInlineSnapshot(`
    "sbt-lock 1: read, 2 packages
    :8 pkg:maven/org.typelevel/cats-core_2.13@2.10.0 runtime sha1:aaaaaa
    :15 pkg:maven/org.scalatest/scalatest_2.13@3.2.17 test"
  `)
})

test.each([
  ['another version', LOCK.replace('"lockVersion" : 1', '"lockVersion" : 2'), '! unsupported-version'],
  ['no name', LOCK.replace('"name" : "scalatest_2.13",', ''), '! name-invalid'],
  ['no list', '{"lockVersion":1}', '! malformed :1'],
])('%s is reported', (_, text, problem) => expect(extractionText(sbt, { 'build.sbt.lock': text })).toContain(problem))

test('damaged copies lose nothing silently', () => {
  expect(mutationFaults(sbt, 'build.sbt.lock', LOCK)).toEqual([])
})
