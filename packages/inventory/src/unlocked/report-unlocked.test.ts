import { memoryTree } from '@cupel/source'
import { expect, test } from 'vitest'
import { reportUnlocked } from './report-unlocked.ts'
import { withoutLock } from './without-lock.ts'

const ASKING: readonly (readonly [name: string, asks: string, asksNot: string])[] = [
  ['package.json', '{"devDependencies":{"a":"1"}}', '{"dependencies":{"a":"workspace:*","b":"file:../b"}}'],
  ['deno.json', '{"imports":{"a":"jsr:@a/b@1"}}', '{"imports":{"a":"./a.ts"}}'],
  ['composer.json', '{"require":{"a/b":"1"}}', '{"require":{"php":">=8","ext-json":"*"}}'],
  ['vcpkg.json', '{"dependencies":["zlib"]}', '{}'],
  ['Cargo.toml', '[target."cfg(unix)".dependencies]\nlibc = "1"\n', '[dependencies]\na = { path = "../a" }\nb = { workspace = true }\n'],
  ['Pipfile', '[packages]\na = "*"\n', '[packages]\na = { path = "." }\n'],
  ['gleam.toml', '[dependencies]\na = "1"\n', 'name = "a"\n'],
  ['Project.toml', '[deps]\nA = "00000000-0000-0000-0000-000000000000"\n', 'name = "a"\n'],
  ['pyproject.toml', '[project]\ndependencies = ["a>1"]\n', '[build-system]\nrequires = ["setuptools"]\n'],
  ['pubspec.yaml', 'dependencies:\n  a: ^1.0.0\n', 'dependencies:\n  flutter:\n    sdk: flutter\n  b: {path: ../b}\n'],
  ['Chart.yaml', 'dependencies:\n- name: a\n  repository: https://charts.example\n', 'dependencies:\n- repository: file://../a\n'],
  ['environment.yml', 'dependencies:\n- numpy\n', 'name: production\n'],
  ['setup.py', 'setup(install_requires=["a"])\n', 'setup(name="a")\n'],
  ['Gemfile', 'source "x"\n  gem "rails"\n', 'source "x"\ngemspec\n'],
  ['mix.exs', 'defp deps, do: [{:phoenix, "~> 1.7"}]\n', 'defp deps, do: []\n'],
  ['build.gradle', 'dependencies { implementation "a.b:c:1" }\n', 'dependencies { implementation project(":core") }\n'],
  ['build.gradle.kts', 'dependencies {\n  api(platform("a.b:c:1"))\n}\n', 'dependencies {\n  api(libs.core)\n}\n'],
  ['build.sbt', 'libraryDependencies += "a" %% "b" % "1"\n', 'name := "a"\n'],
  ['Podfile', "  pod 'Alamofire'\n", 'target "A" do\nend\n'],
  ['Cartfile', 'github "a/b"\n', '# nothing\n'],
  ['Package.swift', '.package(name: "a",\n url: "https://a.example", from: "1")', '.package(path: "../a")'],
  ['conanfile.txt', '[requires]\nzlib/1.3\n', '[generators]\ncmake\n'],
  ['cpanfile', 'requires "Mojolicious";\n', "requires 'perl', '5.10';\n"],
  ['paket.dependencies', 'source x\nnuget FSharp.Core\n', 'source x\n'],
]

test.each(ASKING)('%s', (name, asks, asksNot) => {
  const tree = memoryTree({ [`a/${name}`]: asks, [`b/${name}`]: asksNot })
  const problems = reportUnlocked(tree, [`a/${name}`, `b/${name}`], 1000)
  expect(problems).toMatchObject([{ code: 'version-unpinned', effect: 'incomplete', path: `a/${name}` }])
})

test('one problem a kind; examples and tests only inform; what cannot be read is said', () => {
  const asking = '{"dependencies":{"a":"1"}}'
  const files = { 'a/package.json': asking, 'b/package.json': asking, 'test/x/package.json': asking, 'tpl/package.json': '{{ name }}' }
  const problems = reportUnlocked(memoryTree(files), Object.keys(files), 1000)
  expect(problems.map(({ code, effect, path }) => `${code} ${effect} ${path}`)).toEqual([
    'malformed note tpl/package.json',
    'version-unpinned incomplete a/package.json',
    'version-unpinned note test/x/package.json',
  ])
  expect(problems[1]?.detail).toBe(
    'package.json asks for packages, and no lock file says which versions they are, nor in 1 more folder: they were not looked at',
  )
})

test('a lock beside or above answers, also from a folder of its own; packages put there whole are not asked', () => {
  const manifests = [
    'package.json',
    'sub/package.json',
    'py/pyproject.toml',
    'ios/Package.swift',
    'vendor/a/composer.json',
    'node_modules/a/package.json',
  ]
  const locks = [
    { path: 'sub/yarn.lock', by: 'yarn-lock' },
    { path: 'py/requirements/base.txt', by: 'requirements' },
    { path: 'ios/A.xcodeproj/project.xcworkspace/xcshareddata/swiftpm/Package.resolved', by: 'swift-package-resolved' },
  ]
  expect(withoutLock(manifests, locks)).toEqual(['package.json'])
  expect(withoutLock(manifests, [{ path: 'package-lock.json', by: 'package-lock' }])).toEqual(['py/pyproject.toml', 'ios/Package.swift'])
})

test('a lock that nobody reads is named', () => {
  const paths = ['pixi.lock', 'examples/a/pixi.lock']
  const problems = reportUnlocked(memoryTree({}), paths, 1000)
  expect(problems.map(({ code, effect, path }) => `${code} ${effect} ${path}`)).toEqual([
    'unsupported-content incomplete pixi.lock',
    'unsupported-content note examples/a/pixi.lock',
  ])
})

test('a lock above that states its projects answers for those only', () => {
  const lock = { path: 'package-lock.json', by: 'package-lock', projects: ['', 'packages/a'] }
  expect(withoutLock(['package.json', 'packages/a/package.json', 'tools/package.json'], [lock])).toEqual(['tools/package.json'])
})
