import { memoryTree } from '@cupel/source'
import { expect, test } from 'vitest'
import { extractionText } from '../../../../test/extraction-text.ts'
import { mutationFaults } from '../../../../test/mutate.ts'
import julia from './julia-manifest.ts'
import { extractFile } from '../extract-file.ts'

const MANIFEST = `# This file is machine-generated - editing it directly is not advised

julia_version = "1.9.0"
manifest_format = "2.0"
project_hash = "abc"

[[deps.Dates]]
deps = ["Printf"]
uuid = "ade2ca70-3891-5945-98fb-dc099432e06a"

[[deps.JSON]]
deps = ["Dates", "Parsers"]
git-tree-sha1 = "31e996f0a15c7b280ba9f76636b3ff9e2ae58c9a"
uuid = "682c06a0-de6a-54ab-a142-c8b1cf79cde6"
version = "0.21.4"

[[deps.Mine]]
path = "../Mine"
uuid = "11111111-1ddd-5017-9359-2bf0b02dc9f0"
version = "0.1.0"

[[deps.Parsers]]
git-tree-sha1 = "a5aef8d4a6e8d81f171b2bd4be5265b01384c74c"
repo-rev = "main"
repo-url = "https://git.example/Parsers.jl"
uuid = "69de0a69-1ddd-5017-9359-2bf0b02dc9f0"
version = "2.5.10"

    [deps.Parsers.extensions]
    Ext = "X"
`
const OLD =
  '[[Example]]\ngit-tree-sha1 = "46e44e869b4d90b96bd8ed1fdcf32244fddfb6cc"\nuuid = "7876af07-990d-54b4-ab0e-23690620f79a"\nversion = "0.5.3"\n'

test('format 2, with the project beside it', () => {
  const project = 'name = "App"\nversion = "1.0"\n[deps]\nJSON = "682c06a0-de6a-54ab-a142-c8b1cf79cde6"\n'
  expect(extractionText(julia, { 'Manifest.toml': MANIFEST, 'Project.toml': project })).toMatchInlineSnapshot(`
    "julia-manifest 2.0: read, 2 packages, skipped 1 × local path, skipped 1 × standard library
    :11 pkg:julia/JSON@0.21.4?uuid=682c06a0-de6a-54ab-a142-c8b1cf79cde6 runtime direct
    :22 pkg:julia/Parsers@2.5.10?uuid=69de0a69-1ddd-5017-9359-2bf0b02dc9f0&vcs_url=git%2Bhttps:%2F%2Fgit.example%2FParsers.jl%40main runtime transitive
      pkg:julia/JSON@0.21.4?uuid=682c06a0-de6a-54ab-a142-c8b1cf79cde6 → pkg:julia/Parsers@2.5.10?uuid=69de0a69-1ddd-5017-9359-2bf0b02dc9f0&vcs_url=git%2Bhttps:%2F%2Fgit.example%2FParsers.jl%40main
      [App 1.0 in .] → pkg:julia/JSON@0.21.4?uuid=682c06a0-de6a-54ab-a142-c8b1cf79cde6"
  `)
})

test('format 1 has a table a package', () => {
  expect(extractionText(julia, { 'Manifest-v1.5.toml': OLD })).toMatchInlineSnapshot(`
    "julia-manifest 1.0: read, 1 packages
    :1 pkg:julia/Example@0.5.3?uuid=7876af07-990d-54b4-ab0e-23690620f79a runtime"
  `)
})

test.each([
  ['a later format', MANIFEST.replace('"2.0"', '"3.0"'), '! unsupported-version'],
  ['no uuid', OLD.replace(/uuid.*\n/, ''), '! name-invalid :1 Example has no uuid'],
  ['nothing', '', 'note malformed'],
])('%s is reported', (_, text, problem) => expect(extractionText(julia, { 'Manifest.toml': text })).toContain(problem))

test('a Manifest.toml of another tool is left alone; one that lost its packages is not', () => {
  expect(extractFile(memoryTree({ 'Manifest.toml': '[[files]]\nname = "x"\n' }), julia, 'Manifest.toml').foreign).toBe(true)
  expect(extractionText(julia, { 'Manifest.toml': 'manifest_format = "2.0"\n' })).toContain('! malformed')
})

test('damaged copies lose nothing silently', () => {
  const unknownVersion = (text: string): string => text.replace('"2.0"', '"8.0"')
  expect(mutationFaults(julia, 'Manifest.toml', MANIFEST, { unknownVersion, wholeAfterCut: () => true })).toEqual([])
})
