import { memoryTree } from '@cupel/source'
import { expect, test } from 'vitest'
import { extractFile } from '../extract-file.ts'
import opamLocked from './opam-locked.ts'

function read(text: string) {
  return extractFile(memoryTree({ 'app.opam.locked': text }), opamLocked, 'app.opam.locked')
}

const LOCK = `opam-version: "2.0"
name: "app" # comment
version: "dev"
description: """
depends: [ "not" ]
"""
depends: [
  "base" {= "v0.15.0"}
  "conf-m4" {= "1" & build}
  "alcotest" {= "1.7.0" & with-test}
  "odoc" {= "2.4.0" & with-doc}
  "mine" {= "dev"}
  "free"
]
build: ["dune" "build" "-p" name] { !(os = "win32") }
pin-depends: [
  ["mine.dev" "git+https://github.com/a/mine.git#abc"]
]
`

test('versions, purposes and pinned repositories', () => {
  const { components, graph, problems } = read(LOCK)
  expect(components.map(({ purl, scopes, evidence }) => [purl, scopes, evidence[0]?.line])).toEqual([
    ['pkg:opam/base@v0.15.0', ['runtime'], 8],
    ['pkg:opam/conf-m4@1', ['build'], 9],
    ['pkg:opam/alcotest@1.7.0', ['test'], 10],
    ['pkg:opam/odoc@2.4.0', ['dev'], 11],
    ['pkg:opam/mine@dev?vcs_url=git%2Bhttps:%2F%2Fgithub.com%2Fa%2Fmine.git%40abc', ['runtime'], 12],
    ['pkg:opam/free', ['runtime'], 13],
  ])
  expect(graph.projects[0]?.name).toBe('app')
  expect(problems).toMatchObject([{ code: 'version-unpinned', effect: 'incomplete', line: 13 }])
})

test('a cut file, a missing or doubled field and another version are said', () => {
  expect(read(LOCK.slice(0, LOCK.indexOf('"odoc"'))).problems).toMatchObject([{ code: 'malformed', line: 7 }])
  expect(read('opam-version: "2.0"\n').problems).toMatchObject([{ code: 'malformed' }])
  expect(read(LOCK + LOCK).problems[0]).toMatchObject({ code: 'malformed', detail: 'the field depends stands twice' })
  expect(read(LOCK.replace('"2.0"', '"9.0"')).problems[0]).toMatchObject({ code: 'unsupported-version' })
})
