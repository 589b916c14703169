import { expect, test } from 'vitest'
import { extractionText } from '../../../../test/extraction-text.ts'
import { mutationFaults } from '../../../../test/mutate.ts'
import catalog from './gradle-version-catalog.ts'

const CATALOG = `[metadata]
format.version = "1.1"

[versions]
kotlin = "1.9.22" # a comment
rich = { strictly = "[1.7, 1.8[", prefer = "1.7.25" }
open = "2.+"

[libraries]
short = "com.example:short:1.0"
module = { module = "com.example:module", version = "2.0-rc+build.1" }
"quoted" = { group = "com.example", name = "quoted", version.ref = "kotlin" }
ref-rich = { module = "com.example:ref-rich", version.ref = "rich" }
bangs = "com.example:bangs:[1.7, 1.8[!!1.7.36"
floating = { module = "com.example:floating", version.ref = "open" }
bom-managed = { module = "com.example:bom-managed" }
refused = { module = "com.example:refused", version = { rejectAll = true } }

[libraries.nested]
module = "com.example:nested"
version = "3.0"

[bundles]
all = ["short", "module"]

[plugins]
kotlin = { id = "org.jetbrains.kotlin.jvm", version.ref = "kotlin" }
short = "com.example.plugin:0.1"
`

test('every way to write a version', () => {
  expect(extractionText(catalog, { 'gradle/libs.versions.toml': CATALOG })).toMatchInlineSnapshot(`
    "gradle-version-catalog 1.1: read, 10 packages, skipped 1 × rejected version
    :10 pkg:maven/com.example/short@1.0 runtime direct
    :11 pkg:maven/com.example/module@2.0-rc%2Bbuild.1 runtime direct
    :12 pkg:maven/com.example/quoted@1.9.22 runtime direct
    :13 pkg:maven/com.example/ref-rich@1.7.25 runtime direct
    :14 pkg:maven/com.example/bangs@1.7.36 runtime direct
    :15 pkg:maven/com.example/floating runtime direct
    :16 pkg:maven/com.example/bom-managed runtime direct
    :19 pkg:maven/com.example/nested@3.0 runtime direct
    :27 pkg:maven/org.jetbrains.kotlin.jvm/org.jetbrains.kotlin.jvm.gradle.plugin@1.9.22 build direct
    :28 pkg:maven/com.example.plugin/com.example.plugin.gradle.plugin@0.1 build direct"
  `)
})

test.each([
  ['a reference to nothing', '[libraries]\na = { module = "g:a", version.ref = "gone" }\n', '! malformed :2 a refers to a version gone'],
  ['an entry without module', '[libraries]\na = { version = "1" }\n', '! name-invalid :2 the entry a names no module'],
  ['a later format', '[metadata]\nformat.version = "2.0"\n', '! unsupported-version'],
  ['an unknown table', '[more]\na = 1\n', '! unsupported-content :? not understood: more'],
  ['nothing', '', 'note malformed'],
])('%s is reported', (_, text, problem) => expect(extractionText(catalog, { 'gradle/libs.versions.toml': text })).toContain(problem))

test('damaged copies lose nothing silently', () => {
  const unknownVersion = (text: string): string => text.replace('"1.1"', '"7.0"')
  expect(mutationFaults(catalog, 'gradle/libs.versions.toml', CATALOG, { unknownVersion, wholeAfterCut: () => true })).toEqual([])
})
