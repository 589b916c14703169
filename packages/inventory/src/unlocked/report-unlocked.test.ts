import { folderOf, memoryTree, nameOf } from '@cupel/source'
import { expect, test } from 'vitest'
import { manifestKind } from './manifest-locks.ts'
import { reportUnlocked } from './report-unlocked.ts'
import { withoutLock } from './without-lock.ts'

const ASKING: readonly (readonly [name: string, asks: string, asksNot: string])[] = [
  ['package.json', '{"devDependencies":{"a":"1"}}', '{"dependencies":{"a":"workspace:*","b":"file:../b"}}'],
  ['pnpm-workspace.yaml', 'packages: [a]\ncatalogs:\n  new:\n    a: ^1\n', 'packages:\n- a\ncatalog:\n  b: link:../b\n'],
  ['deno.json', '{"imports":{"a":"jsr:@a/b@1"}}', '{"imports":{"a":"./a.ts"}}'],
  ['deno.jsonc', '{"importMap":"./map.json"}', '{}'],
  ['deno.json', '{"imports":{"a/":"https://modules.example/a@1/"}}', '{"$schema":"https://modules.example/schema.json","imports":{}}'],
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
  ['a.gemspec', 's.add_dependency "rails", "~> 5"\n', 's.summary = "rake"\n'],
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

/** Of build tools and package managers of which no lock is read, and further files of those that have one. */
const OTHERS: readonly (readonly [name: string, asks: string, asksNot: string])[] = [
  ['setup.py', 'setup(extras_require={"aws": ["boto3"]})\n', 'setup(setup_requires=["cffi"])\n'],
  ['setup.cfg', '[options.extras_require]\naws =\n    boto3\n[flake8]\n', '[options.extras_require]\naws =\n[flake8]\nmax = 1\n'],
  ['setup.cfg', '[options]\ntests_require = pytest\n', '[metadata]\nname = a\n'],
  ['pyproject.toml', '[tool.hatch.envs.docs]\nextra-dependencies = ["mkdocs"]\n', '[tool.hatch.envs.docs]\nskip-install = true\n'],
  ['pyproject.toml', '[tool.rye]\ndev-dependencies = ["pytest"]\n', '[tool.rye]\nmanaged = true\n'],
  ['pyproject.toml', '[tool.flit.metadata]\nrequires = ["flask"]\n', '[tool.flit.metadata]\nmodule = "a"\n'],
  ['pyproject.toml', '[tool.pixi.feature.x.pypi-dependencies]\nflask = "*"\n', '[tool.pixi.pypi-dependencies]\nme = { path = "." }\n'],
  [
    'pyproject.toml',
    '[tool.setuptools.dynamic.optional-dependencies]\ndev = { file = ["dev.in"] }\n',
    '[tool.setuptools.dynamic.optional-dependencies]\ndev = { file = ["requirements-dev.txt"] }\n',
  ],
  ['pyproject.toml', '[tool.hatch.metadata.hooks.requirements_txt]\nfiles = ["needs.txt"]\n', '[tool.hatch.metadata.hooks.vcs]\n'],
  ['hatch.toml', '[envs.default]\ndependencies = ["pytest"]\n', '[envs.default]\npython = "3"\n'],
  ['requirements-dev.in', 'pytest\n', '-r base.in\n'],
  ['requirements/base.in', 'flask\n', '# nothing\n'],
  [
    'tox.ini',
    '[testenv]\ndeps =\n    -r x.txt\n    py39: pytest>=7\n',
    '[testenv]\ndeps =\n    -r x.txt\n    {[base]deps}\n    .\ncommands = a\n',
  ],
  ['noxfile.py', 'session.install("-r", "x.txt", "mypy")\n', 'session.install("-r", "x.txt")\nsession.install(".")\n'],
  ['Pipfile', '[docs]\nsphinx = "*"\n', '[requires]\npython_version = "3"\n[scripts]\na = "b"\n'],
  ['pixi.toml', '[feature.test.target.linux-64.dependencies]\npytest = "*"\n', '[feature.test]\nchannels = ["x"]\n'],
  ['meta.yaml', '{% set v = "1" %}\npackage:\n  name: a\nrequirements:\n  run:\n    - python\n    - numpy\n', 'package:\n  name: a\n'],
  ['buildout.cfg', '[buildout]\neggs = flask\n', '[other]\na = b\n'],
  ['deps.ts', 'export * from "https://deno.example/std/a.ts"\n', 'export * from "./a.ts"\n'],
  ['.meteor/packages', '# comment\naccounts-base@2.2.1\n', '# comment\n'],
  ['Gopkg.toml', '[[constraint]]\nname = "a"\n', '[prune]\ngo-tests = true\n'],
  ['project/plugins.sbt', 'addSbtPlugin("b" % "b" % "1")\n', 'scalacOptions += "-x"\n'],
  ['build.sc', 'def ivyDeps = Agg(ivy"b::b:1")\n', 'import mill._\n'],
  ['bb.edn', '{:deps {a/a {:mvn/version "1"}}}', '{:paths ["x"]}'],
  ['WORKSPACE', 'load("a")\nhttp_archive(name = "z")\n', 'workspace(name = "a")\n'],
  ['project.json', '{"dependencies":{"A":"1"},"frameworks":{"netcoreapp1.0":{}}}', '{"name":"a","targets":{}}'],
  ['global.json', '{"msbuild-sdks":{"A":"1"}}', '{"sdk":{"version":"8"}}'],
  ['a.nuspec', '<dependencies><dependency id="A" version="1"/></dependencies>', '<dependencies/>'],
  ['build.cake', '#addin nuget:?package=A&version=1\n', 'Task("a");\n'],
  ['Packages/manifest.json', '{"dependencies":{"com.unity.a":"1"}}', '{"dependencies":{}}'],
  ['a.psd1', "@{\nRequiredModules = @('Pester')\n}\n", '@{\nRequiredModules = @()\n}\n'],
  ['gemfiles/rails.gemfile', 'gem "rails"\n', 'eval_gemfile "../Gemfile"\n'],
  ['requirements.psd1', "@{\n  Pester = '4.0'\n}\n", '@{\n}\n'],
  ['project.yml', 'name: A\npackages:\n  Yams:\n    url: https://a.example\n', 'name: A\npackages:\n  B:\n    path: ../b\n'],
  ['Tuist/Dependencies.swift', '.github(path: "a/b", requirement: .exact("1"))', 'let d = Dependencies()'],
  ['nix/sources.json', '{"a":{"rev":"x"}}', '{}'],
  ['npins/sources.json', '{"pins":{"a":{}}}', '{"pins":{}}'],
  ['Berksfile', "cookbook 'nginx'\n", 'metadata\n'],
  ['Puppetfile', "mod 'puppetlabs-stdlib', '4'\n", 'forge "x"\n'],
  ['Brewfile', 'brew "openssl"\n', 'tap "a/b"\n'],
  ['.phive/phars.xml', '<phive><phar name="a"/></phive>', '<phive/>'],
  ['mix.exs', 'deps: [\n  {:phoenix,\n   "~> 1.7"}]\n', 'deps: [{:a, path: "../a"}]\n'],
  ['rebar.config', '{plugins, [rebar3_hex]}.\n', '{plugins, []}.\n'],
  ['A.podspec.json', '{"dependencies":{"A":[]}}', '{"name":"A"}'],
  ['Cartfile.private', 'github "a/b"\n', '# x\n'],
  ['Package@swift-5.9.swift', '.package(url: "https://a.example", from: "1")', '.package(path: "../a")'],
  ['A.xcodeproj/project.pbxproj', 'isa = XCRemoteSwiftPackageReference;\n', 'isa = PBXBuildFile;\n'],
  ['Mintfile', 'realm/SwiftLint@0.50.0\n', '# x\n'],
  ['CMakeLists.txt', 'FetchContent_Declare(\n  googletest\n', 'find_package(OpenSSL)\n# FetchContent_Declare(x)\n'],
  ['x.cmake', 'CPMAddPackage("gh:fmtlib/fmt#7")\n', 'CPMAddPackage(${ARGS})\n'],
  ['subprojects/zlib.wrap', '[wrap-file]\ndirectory = zlib\n', '[provide]\n'],
  ['xmake.lua', 'add_requires("zlib")\n', 'target("a")\n'],
  ['DEPS', "deps = {\n  'a': 'x@1',\n}\n", 'include_rules = []\n'],
  ['west.yml', 'manifest:\n  projects:\n    - name: a\n', 'manifest:\n  self: {}\n'],
  ['platformio.ini', '[env]\nlib_deps =\n    a/b\n', '[env]\nboard = x\n'],
  ['idf_component.yml', 'dependencies:\n  a/b: "1"\n', 'version: "1"\n'],
  ['stack.yaml', 'extra-deps:\n- a-1\n', 'extra-deps: []\n'],
  ['cabal.project', 'packages: .\nsource-repository-package\n', 'packages: .\n'],
  ['spago.dhall', '{ dependencies = [ "effect" ] }', '{ dependencies = [] : List Text }'],
  ['Makefile.PL', "WriteMakefile(PREREQ_PM => { 'A' => 0 });\n", 'WriteMakefile(PREREQ_PM => {});\n'],
  ['META.json', '{"requires" : {"A" : "1"}}', '{"requires" : {"perl" : "5"}}'],
  ['dist.ini', '[Prereqs]\nA = 1\n', '[GatherDir]\n'],
  ['dune-project', '(package (depends (ocaml (>= 4.08)) lwt))', '(package (depends (ocaml (>= 4.08)) dune))'],
  ['build.zig.zon', '.{ .dependencies = .{ .a = .{ .url = "https://a.example" } } }', '.{ .dependencies = .{} }'],
  ['v.mod', "Module { dependencies: ['a.b'] }", 'Module { dependencies: [] }'],
  ['dub.json', '{"dependencies":{"vibe-d":"~>0.9"}}', '{"dependencies":{}}'],
  ['dub.sdl', 'dependency "vibe-d" version="1"\n', 'name "a"\n'],
  ['Move.toml', '[dependencies]\n# x\nSui = { git = "x" }\n', '[dependencies]\n[addresses]\na = "0x0"\n'],
  ['info.rkt', '(define deps (list "base" "gregor"))', '(define version "1")'],
  ['buf.yaml', 'deps:\n  - buf.example/a/b\n', 'version: v1\n'],
  ['Chart.yaml', 'dependencies:\n- name: a\n  repository: "@b"\n', 'dependencies:\n- name: a\n  repository: ""\n'],
  ['requirements.yml', 'collections:\n  - name: a.b\n', 'collections: []\n'],
  ['helmfile.yaml', 'releases:\n- name: a\n  chart: b/c\n', 'releases:\n- name: a\n  chart: ./c\n'],
  ['kustomization.yaml', 'resources:\n- github.com/a/b?ref=v1\n', 'resources:\n- ../base\n'],
  ['main.tf', 'module "a" {\n  source = "a/b/aws"\n}\n', 'module "a" {\n  source = "../b"\n}\n'],
  ['flake.nix', '{ inputs.nixpkgs.url = "github:a/b"; }', '{ inputs = {}; outputs = _: {}; }'],
  ['devbox.json', '{"packages": ["python@3.10"]}', '{"packages": []}'],
  ['plugins.txt', 'git:4.0.0\n', 'a list of plug-ins: none\n'],
  ['package.json5', "{ name: 'a', dependencies: { left: '^1' } }", '{ dependencies: {} }'],
  ['package.yaml', 'name: a\ndependencies:\n  left: ^1.0.0\n', 'dependencies:\n  base: ">= 4"\n'],
  ['a.gemspec', 's.add_development_dependency "rake"\n', 's.name = "a"\n'],
  ['BUCK', 'remote_file(\n  name = "a",\n)\n', 'java_library(name = "a")\n'],
  ['BUILD', 'python_requirement(name="x", requirements=["flask"])\n', 'python_sources()\n'],
  ['buildfile', "compile.with 'g.h:a:jar:1.0'\n", "define 'a' do\nend\n"],
  ['a.info.yml', 'dependencies:\n  - drupal:node\n  - ctools:ctools\n', 'dependencies:\n  - drupal:node\n'],
  ['Makefile', 'DEPS = cowboy\ninclude erlang.mk\n', 'DEPS = cowboy\ninclude other.mk\n'],
  ['zlib_1.2.bb', 'SRC_URI = "\\\n  https://z.example/z.tar.gz"\n', 'SRC_URI = "file://a.patch"\n'],
  ['zlib.mk', 'ZLIB_VERSION = 1\n$(eval $(generic-package))\n', 'ZLIB_VERSION = 1\n'],
  ['xz.mk', 'XZ_SITE = https://a.example/$(XZ_VERSION)\n', 'XZ_SITE = $(TOPDIR)/xz\nXZ_SITE_METHOD = local\n'],
  ['org.a.A.yaml', 'id: org.a.A\nruntime-version: "40"\n', 'id: org.a.A\n'],
  ['Modelfile', 'FROM llama3\n', 'FROM ./own.gguf\n'],
  ['Earthfile', 'VERSION 0.8\nFROM golang:1.22\n', 'build:\n  FROM +base\n'],
  ['a.nomad.hcl', 'config {\n  image = "redis:7"\n}\n', 'config {}\n'],
  ['a.container', '[Container]\nImage=docker.example/a:1\n', '[Container]\n'],
  ['a.pkr.hcl', 'source "docker" "a" {\n}\n', 'variable "a" {}\n'],
  ['.gitrepo', '[subrepo]\n\tremote = https://a.example\n', '; nothing\n'],
]

test.each(OTHERS)('%s: %j', (name, asks, asksNot) => {
  const tree = memoryTree({ [`a/${name}`]: asks, [`b/${name}`]: asksNot })
  const problems = reportUnlocked(tree, withoutLock([`a/${name}`, `b/${name}`], []), 1000)
  expect(problems).toMatchObject([{ code: 'version-unpinned', effect: 'incomplete', path: `a/${name}` }])
})

test.each([
  ['.nvmrc', 'v14.0.0\n', ''],
  ['.tool-versions', 'nodejs 14.0.0\n', '\n'],
  ['gradle-wrapper.properties', 'distributionUrl=x\n', ''],
  ['Vagrantfile', 'config.vm.box = "a/b"\n', ''],
  ['Jenkinsfile', "agent { docker { image 'maven:3' } }\n", 'agent any\n'],
  ['cloudbuild.yaml', 'steps:\n- name: gcr.example/a\n', 'steps: []\n'],
])('%s is worth a word, and no more', (name, asks, asksNot) => {
  const tree = memoryTree({ [`a/${name}`]: asks, [`b/${name}`]: asksNot })
  expect(reportUnlocked(tree, withoutLock([`a/${name}`, `b/${name}`], []), 1000)).toMatchObject([
    { code: 'version-unpinned', effect: 'note', path: `a/${name}`, detail: expect.stringMatching(/: not looked at$/) },
  ])
})

test('packages of older Go tools lie in the folder of what was put there', () => {
  const files = { 'vendor/vendor.json': '{"package":[{"path":"a.example/b","revision":"c"}]}' }
  expect(reportUnlocked(memoryTree(files), withoutLock(Object.keys(files), []), 1000)).toMatchObject([{ effect: 'incomplete' }])
  expect(unanswered(Object.keys(files), [['go.mod', 'go-mod']])).toEqual([])
})

test('names that count only in some folders, or not at all', () => {
  const paths = [
    'src/manifest.json',
    'config.h.in',
    'MANIFEST.in',
    'packages',
    'dvc.lock',
    '.hugo_build.lock',
    'Package@x.swift',
    'tsconfig.json',
  ]
  expect(paths.filter((path) => manifestKind(nameOf(path), folderOf(path)) !== undefined)).toEqual([])
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
    versions: () => [],
    direct: () => new Map(),
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
  const paths = ['Gopkg.lock', 'examples/a/Gopkg.lock', 'any.lock', 'pid.lock', 'devbox.lock']
  const problems = reportUnlocked(memoryTree({ 'any.lock': 'a 1', 'pid.lock': '' }), withoutLock(paths, []), 1000)
  expect(problems.map(({ code, effect, path }) => `${code} ${effect} ${path}`)).toEqual([
    'unsupported-content incomplete Gopkg.lock',
    'unsupported-content note examples/a/Gopkg.lock',
    'unsupported-content incomplete any.lock',
    'unsupported-content incomplete devbox.lock',
  ])
})

test('a lock above that states its projects answers for those only', () => {
  const manifests = ['package.json', 'packages/a/package.json', 'tools/package.json']
  expect(unanswered(manifests, [['package-lock.json', 'package-lock', '', 'packages/a']])).toEqual(['tools/package.json'])
})

test('the specification of an installed gem or rock is no manifest of a project', () => {
  const spec = 's.add_dependency "rake"\n'
  expect(manifestKind('a.gemspec', 'vendor/cache/specifications/default')).toBe(undefined)
  expect(manifestKind('a-1-1.rockspec', 'lib/luarocks/rocks-5.4/a/1-1')).toBe(undefined)
  expect(reportUnlocked(memoryTree({ 'a/a.gemspec': spec }), withoutLock(['a/a.gemspec'], []), 1000)).toHaveLength(1)
})
