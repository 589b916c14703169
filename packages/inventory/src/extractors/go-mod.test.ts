import { memoryTree } from '@cupel/source'
import { expect, test } from 'vitest'
import { extractionText } from '../../../../test/extraction-text.ts'
import { extractFile } from '../extract-file.ts'
import gomod from './go-mod.ts'

const MODERN = `module example.com/app

go 1.22

toolchain go1.22.3-custom

require (
	github.com/BurntSushi/toml v1.3.2 // direct one
	"golang.org/x/net" v0.17.0
	gopkg.in/yaml.v3 v3.0.1 // indirect
	example.com/old v1.0.0 // indirect; used by a tool
	example.com/local v0.0.0
	example.com/other v1.0.0+incompatible
)

require example.com/single v0.0.0-20230101000000-abcdefabcdef

replace example.com/old v1.0.0 => example.com/fork/v2 v2.1.0

replace (
	example.com/local => ../local
	example.com/other v9.9.9 => example.com/never v1.0.0
	example.com/single => example.com/replaced v0.1.0
)

exclude example.com/bad v1.0.0

retract [v1.0.0, v1.0.5] // broken

tool (
	golang.org/x/tools/cmd/stringer
)
`

test('requires after replace, indirect ones, and the standard library of the toolchain', () => {
  expect(extractionText(gomod, { 'app/go.mod': MODERN })).toMatchInlineSnapshot(`
    "go-mod 1.22: read, 7 packages, skipped 1 × replaced by a local path
    :5 pkg:golang/stdlib@1.22.3 runtime direct
    :8 pkg:golang/github.com/BurntSushi/toml@v1.3.2 runtime direct
    :9 pkg:golang/golang.org/x/net@v0.17.0 runtime direct
    :10 pkg:golang/gopkg.in/yaml.v3@v3.0.1 runtime transitive
    :11 pkg:golang/example.com/fork/v2@v2.1.0 runtime transitive
    :13 pkg:golang/example.com/other@v1.0.0%2Bincompatible runtime direct
    :16 pkg:golang/example.com/replaced@v0.1.0 runtime direct
      [example.com/app in app] → pkg:golang/stdlib@1.22.3
      [example.com/app in app] → pkg:golang/github.com/BurntSushi/toml@v1.3.2
      [example.com/app in app] → pkg:golang/golang.org/x/net@v0.17.0
      [example.com/app in app] → pkg:golang/example.com/other@v1.0.0%2Bincompatible
      [example.com/app in app] → pkg:golang/example.com/replaced@v0.1.0"
  `)
})

test('before Go 1.17, go.sum beside it adds the modules that go.mod does not list', () => {
  const sum = `github.com/a/b v1.2.0 h1:x=
github.com/a/b v1.2.0/go.mod h1:x=
github.com/c/d v1.9.0 h1:x=
github.com/c/d v1.10.0 h1:x=
github.com/c/d v1.10.0-rc.1 h1:x=
github.com/c/d v1.11.0/go.mod h1:x=
github.com/e/f v0.0.0-20200101000000-aaaaaaaaaaaa h1:x=
github.com/e/f v0.0.0-20210101000000-aaaaaaaaaaaa h1:x=
`
  const mod = 'module m\ngo 1.16\nrequire github.com/a/b v1.2.0\n'
  expect(extractionText(gomod, { 'go.mod': mod, 'go.sum': sum })).toMatchInlineSnapshot(`
    "go-mod 1.16: read, 4 packages
    :2 pkg:golang/stdlib@1.16 runtime direct
    :3 pkg:golang/github.com/a/b@v1.2.0 runtime direct
    go.sum:4 pkg:golang/github.com/c/d@v1.10.0 runtime transitive
    go.sum:8 pkg:golang/github.com/e/f@v0.0.0-20210101000000-aaaaaaaaaaaa runtime transitive
      [m in .] → pkg:golang/stdlib@1.16
      [m in .] → pkg:golang/github.com/a/b@v1.2.0"
  `)
  expect(extractionText(gomod, { 'go.mod': mod })).toContain('note include-missing')
  expect(extractionText(gomod, { 'go.mod': mod.replace('1.16', '1.17'), 'go.sum': sum })).toContain('2 packages')
})

test('go.work: its projects and its Go release', () => {
  expect(extractionText(gomod, { 'go.work': 'go 1.21rc2\n\nuse (\n\t./a\n\t./b\n)\nuse ../c\n' })).toMatchInlineSnapshot(`
    "go-mod 1.21rc2: read, 1 packages
    :1 pkg:golang/stdlib@1.21.0-rc.2 runtime direct"
  `)
})

test.each([
  ['1.21', 'pkg:golang/stdlib@1.21 '],
  ['1.21.0', 'pkg:golang/stdlib@1.21.0 '],
  ['1.22rc1', 'pkg:golang/stdlib@1.22.0-rc.1 '],
  ['1.9beta2', 'pkg:golang/stdlib@1.9.0-beta.2 '],
  ['1.21\ntoolchain default', 'pkg:golang/stdlib@1.21 '],
  ['latest', '! unsupported-content :2 not understood: go latest'],
])('go %s', (go, expected) => expect(extractionText(gomod, { 'go.mod': `module m\ngo ${go}\n` })).toContain(expected))

test.each([
  ['go 1.21\n', '! malformed :1 no module statement'],
  ['// keeps this folder out\n', 'note malformed :1 no module statement'],
  ['module m\nrequire (\n\ta v1\n', '! malformed :2 not a line of a go.mod: require ( without its end'],
  ['module m\nrequire a\n', '! malformed :2 not a line of a go.mod: require a'],
  ['module m\nmodule n\n', '! malformed :2 not a line of a go.mod: module n'],
  ['module m\nfuture x\n', '! unsupported-content :2 not understood: future'],
  ['module m\nfuture (\n\tx\n\ty\n)\n', '! unsupported-content :2 not understood: future'],
  ['module m\nreplace a v1 =>\n', '! malformed :2'],
])('%j is reported', (text, problem) => expect(extractionText(gomod, { 'go.mod': text })).toContain(problem))

test('a workspace: its replacements come first, its modules are no components; a go.work that does not use the module says nothing', () => {
  const mod =
    'module example.com/app\ngo 1.22\nrequire (\n\texample.com/lib/v2 v2.0.0\n\tgithub.com/a/b v1.0.0\n\tgithub.com/c/d v1.0.0\n)\nreplace github.com/a/b => github.com/fork/b v1.5.0\n'
  const files = {
    'go.work':
      'go 1.22\nuse (\n\t./cmd/app\n\t./lib\n)\nreplace github.com/a/b => github.com/fork/b v1.9.0\nreplace github.com/c/d => ./d\n',
    'lib/go.mod': 'module example.com/lib/v2\ngo 1.22\n',
    'cmd/app/go.mod': mod,
    'other/go.mod': mod,
  }
  const read = (path: string) => extractFile(memoryTree(files), gomod, path)
  const app = read('cmd/app/go.mod')
  expect(app.components.map(({ purl }) => purl)).toEqual(['pkg:golang/stdlib@1.22', 'pkg:golang/github.com/fork/b@v1.9.0'])
  expect(app.coverage.skipped).toEqual([
    { what: 'module of the workspace', count: 1 },
    { what: 'replaced by a local path', count: 1 },
  ])
  expect(read('other/go.mod').components.map(({ purl }) => purl)).toEqual([
    'pkg:golang/stdlib@1.22',
    'pkg:golang/example.com/lib/v2@v2.0.0',
    'pkg:golang/github.com/fork/b@v1.5.0',
    'pkg:golang/github.com/c/d@v1.0.0',
  ])
})
