import { expect, test } from 'vitest'
import { extractionText } from '../../../../test/extraction-text.ts'
import { mutationFaults } from '../../../../test/mutate.ts'
import mix from './mix-lock.ts'

const LOCK = `%{
  "credo": {:hex, :credo, "1.6.6", "${'a'.repeat(64)}", [:mix], [{:file_system, "~> 0.2.8", [hex: :file_system, repo: "hexpm", optional: false]}, {:jason, "~> 1.0", [hex: :jason, repo: "hexpm", optional: false]}], "hexpm", "${'b'.repeat(64)}"},
  "esaml": {:git, "https://git.example/esaml.git", "4294a3ac5262582144e117c10a1537287b6c1fe8", [tag: "v4", depth: 1]},
  "file_system": {:hex, :file_system, "0.2.10", "${'c'.repeat(64)}", [:mix], [], "hexpm", "${'D'.repeat(64)}"},
  "jason": {:hex, :jason, "1.3.0", "${'e'.repeat(64)}", [:mix], [{:decimal, "~> 1.0 or ~> 2.0", [hex: :decimal, repo: "hexpm", optional: true]}], "hexpm"},
  "mine": {:hex, :our_app, "2.0.0", "${'e'.repeat(64)}", [:rebar3], [], "hexpm:acme", "${'f'.repeat(64)}"},
}
`

test('packages, organisations, git and edges', () => {
  expect(extractionText(mix, { 'mix.lock': LOCK })).toMatchInlineSnapshot(`
    "mix-lock ?: read, 5 packages
    :2 pkg:hex/credo@1.6.6 runtime sha256:bbbbbb
    :3 pkg:hex/esaml?vcs_url=git%2Bhttps:%2F%2Fgit.example%2Fesaml.git%404294a3ac5262582144e117c10a1537287b6c1fe8 runtime
    :4 pkg:hex/file_system@0.2.10 runtime sha256:dddddd
    :5 pkg:hex/jason@1.3.0 runtime
    :6 pkg:hex/acme/our_app@2.0.0 runtime sha256:ffffff
      pkg:hex/credo@1.6.6 → pkg:hex/file_system@0.2.10
      pkg:hex/credo@1.6.6 → pkg:hex/jason@1.3.0"
  `)
})

test('the form of Mix before 1.5', () => {
  const lock = '%{"a" => {:hex, :a, "1.0.0", "x", [:mix], []},\n  b: {:hex, :b, "0.1.0"}}\n'
  expect(extractionText(mix, { 'mix.lock': lock })).toMatchInlineSnapshot(`
    "mix-lock ?: read, 2 packages
    :1 pkg:hex/a@1.0.0 runtime
    :2 pkg:hex/b@0.1.0 runtime"
  `)
})

test('options in charlists; a local path', () => {
  const lock = `%{"a": {:git, "https://git.example/a.git", "abc", [tag: 'v1']},\n  "b": {:path, "../b", []}}\n`
  expect(extractionText(mix, { 'mix.lock': lock })).toMatchInlineSnapshot(`
    "mix-lock ?: read, 1 packages, skipped 1 × local path
    :1 pkg:hex/a?vcs_url=git%2Bhttps:%2F%2Fgit.example%2Fa.git%40abc runtime"
  `)
})

test.each([
  ['another kind of entry', '%{"a": {:svn, "x", "y"}}', '! unsupported-content :1 not understood: a'],
  ['an entry cut short', '%{"a": {:hex, }}', '! unsupported-content'],
  ['an application twice', '%{"a": {:hex, :a, "1"},\n"a": {:hex, :a, "2"}}', '! malformed :2 a stands twice'],
  ['a list', '[]', '! malformed :1 the file is not a map'],
  ['two terms', '%{}\n%{}', '! malformed :2 a second term'],
  ['brackets that do not fit', '%{"a": [}', '! malformed :1 a bracket does not fit'],
  ['a call', '%{"a": f(1)}', '! malformed :1 not an Elixir literal'],
])('%s is reported', (_, lock, problem) => expect(extractionText(mix, { 'mix.lock': lock })).toContain(problem))

test('damaged copies lose nothing silently', () => {
  expect(mutationFaults(mix, 'mix.lock', LOCK)).toEqual([])
})
