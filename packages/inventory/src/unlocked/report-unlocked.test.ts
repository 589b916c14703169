import { memoryTree } from '@cupel/source'
import { expect, test } from 'vitest'
import { reportUnlocked } from './report-unlocked.ts'
import { withoutLock } from './without-lock.ts'

const ASKING: readonly (readonly [name: string, asks: string, asksNot: string])[] = [
  ['package.json', '{"devDependencies":{"a":"1"}}', '{"dependencies":{"a":"workspace:*","b":"file:../b"}}'],
  ['deno.json', '{"imports":{"a":"jsr:@a/b@1"}}', '{"imports":{"a":"./a.ts"}}'],
  ['deno.jsonc', '{"importMap":"./map.json"}', '{}'],
  ['composer.json', '{"require":{"a/b":"1"}}', '{"require":{"php":">=8","ext-json":"*"}}'],
  ['vcpkg.json', '{"dependencies":["zlib"]}', '{}'],
  ['Cargo.toml', '[target."cfg(unix)".dependencies]\nlibc = "1"\n', '[dependencies]\na = { path = "../a" }\nb = { workspace = true }\n'],
  ['Pipfile', '[packages]\na = "*"\n', '[packages]\na = { path = "." }\n'],
  ['gleam.toml', '[dependencies]\na = "1"\n', 'name = "a"\n'],
  ['Project.toml', '[deps]\nA = "00000000-0000-0000-0000-000000000000"\n', 'name = "a"\n'],
  ['pyproject.toml', '[project]\ndependencies = ["a>1"]\n', '[build-system]\nrequires = ["setuptools"]\n'],
  ['pubspec.yaml', 'dependencies:\n  a: ^1.0.0\n', 'dependencies:\n  flutter:\n    sdk: flutter\n  b: {path: ../b}\n'],
  ['Chart.yaml', 'dependencies:\n- name: a\n  repository: https://charts.example\n', 'dependencies:\n- repository: file://../a\n'],
  ['pixi.toml', '[pypi-dependencies]\nnumpy = "*"\n', '[pypi-dependencies]\nmine = { path = ".", editable = true }\n'],
  ['shard.yml', 'dependencies:\n  kemal:\n    github: a/b\n', 'dependencies:\n  mine:\n    path: ../mine\n'],
  ['MODULE.bazel', 'bazel_dep(name = "a", version = "1")\n', 'module(name = "a")\n'],
  ['setup.py', 'setup(install_requires=["a"])\n', 'setup(name="a")\n'],
  ['Gemfile', 'source "x"\n  gem "rails"\n', 'source "x"\ngemspec\n'],
  ['mix.exs', 'defp deps, do: [{:phoenix, "~> 1.7"}]\n', 'defp deps, do: []\n'],
  ['build.sbt', 'libraryDependencies ++= Needs.all\n', 'name := "a"\n'],
  ['Podfile', "  pod 'Alamofire'\n", 'target "A" do\nend\n'],
  ['Cartfile', 'github "a/b"\n', '# nothing\n'],
  ['Package.swift', '.package(name: "a",\n url: "https://a.example", from: "1")', '.package(path: "../a")'],
  ['conanfile.txt', '[requires]\nzlib/1.3\n', '[generators]\ncmake\n'],
  ['cpanfile', 'requires "Mojolicious";\n', "requires 'perl', '5.10';\n"],
  ['a.gemspec', 's.add_dependency "rails", "~> 5"\n', 's.add_development_dependency "rake"\n'],
  ['A.podspec', "s.dependency 'Alamofire'\n", "s.name = 'A'\ns.dependency 'A/Core'\ns.dependency 'Flutter'\n"],
  [
    'a.cabal',
    'library\n  build-depends:\n    , base >=4\n    , aeson\n  default-language: X\n',
    'library\n  build-depends: base\n  main-is: Y, Z\n',
  ],
  ['package.yaml', 'dependencies:\n- base >= 4\n- aeson\n', 'dependencies:\n- base\n'],
  ['rebar.config', '{deps, [{cowboy, "2.9.0"}]}.\n', '{deps, []}.\n'],
  ['a.nimble', 'requires "nim >= 1.0"\nrequires "jester"\n', 'requires "nim >= 1.0"\n'],
  ['a.opam', 'depends: [ "dune" {>= "2.0"} "lwt" ]\n', 'depends: [ "ocaml" {>= "4.08"} "dune" {build} ]\n'],
  [
    'DESCRIPTION',
    'Package: a\nImports: methods,\n    dplyr\nLicense: MIT\n',
    'Package: a\nDepends: R (>= 3.5)\nImports: stats, methods\nAuthor: B, C\n',
  ],
  ['project.clj', '(defproject a "1" :dependencies [[ring "1.0"]])', '(defproject a "1")'],
  ['deps.edn', '{:deps {ring/ring {:mvn/version "1"}}}', '{:paths ["src"]}'],
  ['ivy.xml', '<dependencies><dependency org="a" name="b" rev="1"/></dependencies>', '<dependencies/>'],
  ['elm.json', '{"dependencies":{"direct":{"elm/core":"1.0.5","a/b":"1.0.0"}}}', '{"dependencies":{"direct":{"elm/core":"1.0.5"}}}'],
  ['bower.json', '{"dependencies":{"jquery":"1.8"}}', '{"dependencies":{}}'],
  ['a-1.rockspec', 'dependencies = { "lua >= 5.1", "luasocket" }', 'dependencies = { "lua >= 5.1" }'],
  ['paket.dependencies', 'source x\nnuget FSharp.Core\n', 'source x\n'],
]

test.each(ASKING)('%s', (name, asks, asksNot) => {
  const tree = memoryTree({ [`a/${name}`]: asks, [`b/${name}`]: asksNot })
  const problems = reportUnlocked(tree, withoutLock([`a/${name}`, `b/${name}`], []), 1000)
  expect(problems).toMatchObject([{ code: 'version-unpinned', effect: 'incomplete', path: `a/${name}` }])
})

test('one problem a kind; examples and tests only inform; what cannot be read is said', () => {
  const asking = '{"dependencies":{"a":"1"}}'
  const files = { 'a/package.json': asking, 'b/package.json': asking, 'test/x/package.json': asking, 'tpl/package.json': '{{ name }}' }
  const problems = reportUnlocked(memoryTree(files), withoutLock(Object.keys(files), []), 1000)
  expect(problems.map(({ code, effect, path }) => `${code} ${effect} ${path}`)).toEqual([
    'malformed note tpl/package.json',
    'version-unpinned incomplete a/package.json',
    'version-unpinned note test/x/package.json',
  ])
  expect(problems[1]?.detail).toBe(
    'package.json asks for packages, and no lock file says which versions they are, nor in 1 more folder: they were not looked at',
  )
})

/** Manifests that no lock in `locks` (path, reader, folders of stated projects) answers for. */
function unanswered(manifests: readonly string[], locks: readonly (readonly [path: string, by: string, ...folders: string[]])[]) {
  const read = locks.map(([path, by, ...folders]) => ({
    path,
    by,
    projects: folders.map((folder) => ({ path: folder, name: '' })),
    names: () => [],
  }))
  return withoutLock(manifests, read).map(({ path }) => path)
}

test('a lock beside answers, also from a folder of its own; packages put there whole are not asked', () => {
  const manifests = ['package.json', 'sub/package.json', 'ios/Package.swift', 'vendor/a/composer.json', 'node_modules/a/package.json']
  const xcode = 'ios/A.xcodeproj/project.xcworkspace/xcshareddata/swiftpm/Package.resolved'
  expect(
    unanswered(manifests, [
      ['sub/yarn.lock', 'yarn-lock'],
      [xcode, 'swift-package-resolved'],
    ]),
  ).toEqual(['package.json'])
  expect(unanswered(manifests, [['package-lock.json', 'package-lock']])).toEqual(['sub/package.json', 'ios/Package.swift'])
})

test('a lock that nobody reads is named', () => {
  const paths = ['Gopkg.lock', 'examples/a/Gopkg.lock']
  const problems = reportUnlocked(memoryTree({}), withoutLock(paths, []), 1000)
  expect(problems.map(({ code, effect, path }) => `${code} ${effect} ${path}`)).toEqual([
    'unsupported-content incomplete Gopkg.lock',
    'unsupported-content note examples/a/Gopkg.lock',
  ])
})

test('a lock above that states its projects answers for those only', () => {
  const manifests = ['package.json', 'packages/a/package.json', 'tools/package.json']
  expect(unanswered(manifests, [['package-lock.json', 'package-lock', '', 'packages/a']])).toEqual(['tools/package.json'])
})
