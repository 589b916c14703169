import { DEFAULT_LIMITS, memoryTree } from '@cupel/source'
import { expect, test } from 'vitest'
import { EXTRACTORS } from '../extractors.gen.ts'
import { inventoryTree } from '../inventory.ts'

async function told(files: Record<string, string>): Promise<readonly string[]> {
  const { problems } = await inventoryTree(memoryTree(files), { extractors: EXTRACTORS, limits: DEFAULT_LIMITS })
  return problems
    .filter(({ detail }) => /not hold: not looked at|others? (?:packages )?only|cannot tell whether its lock/.test(detail))
    .map(({ effect, path, detail }) => `${effect} ${path}: ${detail}`)
}

const json = JSON.stringify
const NPM = {
  'package-lock.json': json({
    lockfileVersion: 3,
    packages: {
      '': { name: 'top', workspaces: ['a'], dependencies: { left: '1', 'other-name': 'npm:real@1', '@types/ms': '1', a: '*' } },
      a: { version: '1.0.0' },
      'node_modules/a': { resolved: 'a', link: true },
      'node_modules/left': { version: '1.0.0' },
      'node_modules/@types/ms': { version: '1.0.0' },
      'node_modules/other-name': { name: 'real', version: '1.0.0' },
    },
  }),
}
const CARGO =
  'version = 4\n[[package]]\nname = "top"\nversion = "1.0.0"\n[[package]]\nname = "serde_json"\nversion = "1.0.0"\nsource = "registry+https://registry.example"\n'
const UV =
  'version = 1\n[[package]]\nname = "top"\nversion = "1"\nsource = { virtual = "." }\n[package.metadata]\nrequires-dist = [{ name = "flask" }, { name = "tomli", marker = "python_version < \'3\'" }]\n[[package]]\nname = "flask"\nversion = "1"\nsource = { registry = "https://registry.example" }\n'
const GEMS = 'GEM\n  specs:\n    rails (7.0)\n\nDEPENDENCIES\n  rails\n  tzinfo-data\n'
const COMPOSER = json({ packages: [{ name: 'a/b', version: '1.0', provide: { 'psr/log-implementation': '1' } }], 'packages-dev': [] })
const MIX = '%{\n  "phoenix": {:hex, :phoenix, "1.7.0", "", [:mix], [], "hexpm", ""},\n}\n'
const PUB =
  'packages:\n  http:\n    dependency: "direct main"\n    description:\n      name: http\n    source: hosted\n    version: "1.0.0"\n'
const PODS = 'PODS:\n  - Alamofire (5.0.0)\n\nDEPENDENCIES:\n  - Alamofire\n\nCOCOAPODS: 1.11.0\n'
const CHART =
  'dependencies:\n- name: redis\n  repository: https://charts.example\n  version: 1.0.0\ndigest: sha256:00\ngenerated: "2024-01-01T00:00:00Z"\n'
const PIPFILE = json({ _meta: { 'pipfile-spec': 6 }, default: { flask: { version: '==1.0' } }, develop: {} })
const POETRY = '[[package]]\nname = "flask"\nversion = "1"\n[metadata]\nlock-version = "2.1"\n'
const PDM = '[metadata]\nlock_version = "4.5.0"\ngroups = ["default"]\n[[package]]\nname = "flask"\nversion = "1"\n'

test.each<[name: string, files: Record<string, string>, told: readonly string[]]>([
  [
    'npm: what the lock does not hold, also for development',
    { ...NPM, 'package.json': json({ dependencies: { left: '1', ms: '2' }, devDependencies: { jest: '*' } }) },
    ['incomplete package.json: package.json asks for jest, ms, which package-lock.json does not hold: not looked at'],
  ],
  [
    'npm: a name that others only have for a peer is not held',
    {
      'package-lock.json': NPM['package-lock.json'].replace(
        '"node_modules/left":{',
        '"node_modules/left":{"peerDependencies":{"react":"*"},',
      ),
      'package.json': json({ dependencies: { left: '1', react: '18' } }),
    },
    ['incomplete package.json: package.json asks for react, which package-lock.json does not hold: not looked at'],
  ],
  [
    'yarn: the same; an alias and a scope are held',
    {
      'yarn.lock':
        '__metadata:\n  version: 8\n\n"@s/a@npm:^1, @s/a@npm:^2":\n  version: 2.0.0\n  resolution: "@s/a@npm:2.0.0"\n  peerDependencies:\n    react: "*"\n\n"other@npm:real@1":\n  version: 1.0.0\n  resolution: "real@npm:1.0.0"\n',
      'package.json': json({ dependencies: { '@s/a': '^2', other: 'npm:real@1', react: '18' } }),
    },
    ['incomplete package.json: package.json asks for react, which yarn.lock does not hold: not looked at'],
  ],
  [
    'npm: aliases, neighbours, peers, what is optional, scopes',
    {
      ...NPM,
      'package.json': json({
        dependencies: {
          left: '1',
          'other-name': 'npm:real@1',
          a: '*',
          b: 'file:../b',
          c: 'workspace:^',
          d: 'link:../d',
        },
        peerDependencies: { react: '18' },
        optionalDependencies: { fsevents: '2' },
        devDependencies: { '@types/ms': '1' },
      }),
      'a/package.json': json({ dependencies: { left: '1' }, devDependencies: { ms: '1' } }),
    },
    [],
  ],
  [
    'npm: a member that asks for more',
    { ...NPM, 'package.json': json({ dependencies: { left: '1' } }), 'a/package.json': json({ dependencies: { ms: '1' } }) },
    ['incomplete a/package.json: package.json asks for ms, which package-lock.json does not hold: not looked at'],
  ],
  [
    'two locks: one of them holds it',
    {
      ...NPM,
      'yarn.lock': '# yarn lockfile v1\n\n\nms@2, ms@^2.0.0:\n  version "2.1.3"\n',
      'package.json': json({ dependencies: { left: '1', ms: '2' } }),
    },
    [],
  ],
  [
    'what is only in an example is a note',
    { 'examples/package-lock.json': NPM['package-lock.json'], 'examples/package.json': json({ dependencies: { ms: '2' } }) },
    ['note examples/package.json: package.json asks for ms, which package-lock.json does not hold: not looked at'],
  ],
  [
    'an empty lock',
    { 'yarn.lock': '# yarn lockfile v1\n\n\n', 'package.json': json({ dependencies: { ms: '2' } }) },
    ['incomplete package.json: package.json asks for ms, which yarn.lock does not hold: not looked at'],
  ],
  [
    'Cargo',
    {
      'Cargo.lock': CARGO,
      'Cargo.toml': '[package]\nname = "top"\n[dependencies]\nserde-json = "1"\nlibc = "1"\n[dev-dependencies]\nrand = "1"\n',
    },
    ['incomplete Cargo.toml: Cargo.toml asks for libc, rand, which Cargo.lock does not hold: not looked at'],
  ],
  [
    'Cargo: renamed, of the workspace, by path',
    {
      'Cargo.lock': CARGO,
      'Cargo.toml':
        '[package]\nname = "top"\n[dependencies]\nj = { package = "serde_json", version = "1" }\nw = { workspace = true }\np = { path = "p" }\n[workspace.dependencies]\nunused = "1"\n',
    },
    [],
  ],
  [
    'uv: extras, groups and markers',
    {
      'uv.lock': UV,
      'pyproject.toml':
        '[project]\nname = "top"\ndependencies = ["Flask[async]>=1", "tomli; python_version < \'3\'", "requests"]\n[project.optional-dependencies]\nall = ["top[x]", "boto3"]\n[dependency-groups]\ndev = [{ include-group = "x" }, "pytest"]\n',
    },
    ['incomplete pyproject.toml: pyproject.toml asks for requests, boto3, pytest, which uv.lock does not hold: not looked at'],
  ],
  [
    'Poetry: markers and folders',
    {
      'poetry.lock': POETRY,
      'pyproject.toml':
        '[tool.poetry]\nname = "top"\n[tool.poetry.dependencies]\npython = "^3"\nflask = "1"\nold = { version = "1", python = "<3" }\nwin = { version = "1", markers = "sys_platform == \'win32\'" }\nhere = { path = "../here" }\n[tool.poetry.group.dev.dependencies]\npytest = "*"\n',
    },
    ['incomplete pyproject.toml: pyproject.toml asks for pytest, which poetry.lock does not hold: not looked at'],
  ],
  [
    'PDM: a lock of some groups',
    { 'pdm.lock': PDM, 'pyproject.toml': '[project]\nname = "top"\ndependencies = ["flask"]\n[dependency-groups]\ndocs = ["sphinx"]\n' },
    ['note pyproject.toml: pyproject.toml asks for sphinx, which pdm.lock does not hold: not looked at'],
  ],
  [
    'Pipenv',
    {
      'Pipfile.lock': PIPFILE,
      Pipfile:
        '[packages]\nFlask = "*"\nmine = { path = "." }\nwin = { version = "*", sys_platform = "== \'win32\'" }\n[dev-packages]\npytest = "*"\n',
    },
    ['incomplete Pipfile: Pipfile asks for pytest, which Pipfile.lock does not hold: not looked at'],
  ],
  [
    'Bundler: conditions, platforms, paths',
    {
      'Gemfile.lock': GEMS,
      Gemfile:
        "gem 'rails'\ngem 'tzinfo-data', platforms: [:mingw]\ngem 'here', path: 'here'\ngem 'a' if ENV['A']\nif RUBY_VERSION > '3'\n  gem 'b'\nend\n# gem 'c'\ngroup :test do\n  gem 'rspec'\nend\n",
    },
    ['incomplete Gemfile: Gemfile asks for rspec, which Gemfile.lock does not hold: not looked at'],
  ],
  [
    'Composer: platforms and what another package stands for',
    {
      'composer.lock': COMPOSER,
      'composer.json': json({
        require: { php: '>=8', 'ext-json': '*', 'a/b': '1', 'psr/log-implementation': '1' },
        'require-dev': { 'c/d': '1' },
      }),
    },
    ['incomplete composer.json: composer.json asks for c/d, which composer.lock does not hold: not looked at'],
  ],
  [
    'Mix',
    {
      'mix.lock': MIX,
      'mix.exs': 'defp deps, do: [{:phoenix, "~> 1.7"}, {:ecto, "~> 3.0"}, {:own, in_umbrella: true}, {:p, path: "p"}] # {:x, "1"}\n',
    },
    ['incomplete mix.exs: mix.exs asks for ecto, which mix.lock does not hold: not looked at'],
  ],
  [
    'pub',
    {
      'pubspec.lock': PUB,
      'pubspec.yaml': 'name: x\ndependencies:\n  flutter:\n    sdk: flutter\n  http: ^1.0.0\n  dio: ^5.0.0\n  b: { path: ../b }\n',
    },
    ['incomplete pubspec.yaml: pubspec.yaml asks for dio, which pubspec.lock does not hold: not looked at'],
  ],
  [
    'CocoaPods',
    { 'Podfile.lock': PODS, Podfile: "target 'A' do\n  pod 'Alamofire'\n  pod 'Kingfisher/Core'\n  pod 'Mine', :path => '../mine'\nend\n" },
    ['incomplete Podfile: Podfile asks for Kingfisher, which Podfile.lock does not hold: not looked at'],
  ],
  [
    'NuGet',
    {
      'packages.lock.json': json({
        version: 1,
        dependencies: { 'net8.0': { 'Newtonsoft.Json': { type: 'Direct', requested: '[13.0.1, )', resolved: '13.0.1' } } },
      }),
      'a.csproj':
        '<Project Sdk="Microsoft.NET.Sdk"><ItemGroup><PackageReference Include="newtonsoft.json" Version="13.0.1" /><PackageReference Include="Serilog" Version="3.0.0"/><PackageReference Include="Only.Debug" Version="1" Condition="x" /><!-- <PackageReference Include="Old" Version="1" /> --></ItemGroup><ItemGroup Condition="y"><PackageReference Include="Other" Version="1" /></ItemGroup></Project>',
    },
    ['incomplete a.csproj: a.csproj asks for Serilog, which packages.lock.json does not hold: not looked at'],
  ],
  [
    'Helm',
    {
      'Chart.lock': CHART,
      'Chart.yaml':
        'dependencies:\n- name: redis\n  repository: https://charts.example\n- name: mysql\n  repository: https://charts.example\n',
    },
    ['incomplete Chart.yaml: Chart.yaml asks for mysql, which Chart.lock does not hold: not looked at'],
  ],
])('a lock that is older than its manifest: %s', async (_, files, wanted) => {
  expect(await told(files)).toEqual(wanted)
})

const PNPM9 =
  "lockfileVersion: '9.0'\noverrides:\n  gone: '-'\nimporters:\n  .:\n    dependencies:\n      left:\n        specifier: ^1\n        version: 1.0.0\n  a:\n    devDependencies:\n      alias:\n        specifier: npm:real@1\n        version: real@1.0.0\npackages:\n  left@1.0.0:\n    resolution: {integrity: sha512-AAAA}\n    peerDependencies:\n      react: '*'\n  real@1.0.0:\n    resolution: {integrity: sha512-AAAA}\n  deep@1.0.0:\n    resolution: {integrity: sha512-AAAA}\nsnapshots:\n  left@1.0.0:\n    dependencies:\n      deep: 1.0.0\n  real@1.0.0: {}\n  deep@1.0.0: {}\n"
const BERRY =
  '__metadata:\n  version: 8\n\n"deep@npm:^1":\n  version: 1.0.0\n  resolution: "deep@npm:1.0.0"\n\n"left@npm:^1":\n  version: 1.0.0\n  resolution: "left@npm:1.0.0"\n  dependencies:\n    deep: "npm:^1"\n\n"top@workspace:.":\n  version: 0.0.0-use.local\n  resolution: "top@workspace:."\n  dependencies:\n    left: "npm:^1"\n\n"a@workspace:a":\n  version: 0.0.0-use.local\n  resolution: "a@workspace:a"\n  dependencies:\n    deep: "npm:^1"\n'
const CARGO_EXACT =
  'version = 4\n[[package]]\nname = "top"\nversion = "1.0.0"\ndependencies = ["serde"]\n[[package]]\nname = "member"\nversion = "1.0.0"\ndependencies = ["itoa 1.0.0"]\n[[package]]\nname = "serde"\nversion = "1.0.0"\nsource = "registry+https://registry.example"\ndependencies = ["itoa"]\n[[package]]\nname = "itoa"\nversion = "1.0.0"\nsource = "registry+https://registry.example"\n'
const UV_EXACT =
  'version = 1\n[[package]]\nname = "top"\nversion = "1"\nsource = { virtual = "." }\ndependencies = [{ name = "flask" }]\n[package.metadata]\nrequires-dist = [{ name = "flask" }, { name = "old", marker = "python_version < \'3\'" }]\n[package.metadata.requires-dev]\ndev = [{ name = "pytest" }]\n[[package]]\nname = "flask"\nversion = "1"\nsource = { registry = "https://registry.example" }\ndependencies = [{ name = "click" }]\n[[package]]\nname = "click"\nversion = "8"\nsource = { registry = "https://registry.example" }\n[[package]]\nname = "pytest"\nversion = "8"\nsource = { registry = "https://registry.example" }\n'
const ASSETS = json({
  version: 3,
  targets: { 'net8.0': { 'Newtonsoft.Json/13.0.1': { type: 'package' }, 'Deep/1.0.0': { type: 'package' } } },
  libraries: { 'Newtonsoft.Json/13.0.1': { type: 'package', sha512: '' }, 'Deep/1.0.0': { type: 'package', sha512: '' } },
  project: {
    restore: { projectName: 'a' },
    frameworks: { 'net8.0': { dependencies: { 'Newtonsoft.Json': { target: 'Package', version: '[13.0.1, )' } } } },
  },
})
const GRADLE_LOCK = 'g:held:1.0=compileClasspath,runtimeClasspath\nempty=\n'
const inner = (name: string, names: string, lock: string) =>
  `incomplete ${name}: ${name.replace(/^.*\//, '')} asks for ${names}, which ${lock} does hold for other packages only: its own version was not looked at`

test.each<[name: string, files: Record<string, string>, told: readonly string[]]>([
  [
    'pnpm: what stands for a peer, or for another package, is not held; an alias is, and what an override takes away',
    {
      'pnpm-lock.yaml': PNPM9,
      'package.json': json({ dependencies: { left: '^1', react: '18', deep: '1', gone: '1' } }),
      'a/package.json': json({ devDependencies: { alias: 'npm:real@1', left: '^1' } }),
    },
    [
      'incomplete package.json: package.json asks for react, which pnpm-lock.yaml does not hold: not looked at',
      inner('package.json', 'deep', 'pnpm-lock.yaml'),
      inner('a/package.json', 'left', 'pnpm-lock.yaml'),
    ],
  ],
  [
    'pnpm: a program may have changed what projects ask for',
    {
      'pnpm-lock.yaml': PNPM9.replace('importers:', 'pnpmfileChecksum: abc\nimporters:'),
      'package.json': json({ dependencies: { left: '^1', deep: '1' } }),
    },
    [],
  ],
  [
    'pnpm up to version 8: one project',
    {
      'pnpm-lock.yaml':
        'lockfileVersion: 5.4\nspecifiers:\n  left: ^1\ndependencies:\n  left: 1.0.0\npackages:\n  /left/1.0.0:\n    resolution: {integrity: sha512-AAAA}\n    dependencies:\n      deep: 1.0.0\n  /deep/1.0.0:\n    resolution: {integrity: sha512-AAAA}\n',
      'package.json': json({ dependencies: { left: '^1', deep: '1' } }),
    },
    [inner('package.json', 'deep', 'pnpm-lock.yaml')],
  ],
  [
    'Yarn 2 and later: by workspace',
    {
      'yarn.lock': BERRY,
      'package.json': json({ name: 'top', workspaces: ['a'], dependencies: { left: '^1', deep: '^2' } }),
      'a/package.json': json({ name: 'a', dependencies: { deep: '^1' } }),
    },
    [inner('package.json', 'deep', 'yarn.lock')],
  ],
  [
    'npm: what only others need',
    {
      'package-lock.json': json({
        lockfileVersion: 3,
        packages: {
          '': { name: 'top', dependencies: { left: '1' } },
          'node_modules/left': { version: '1.0.0', dependencies: { deep: '1' } },
          'node_modules/deep': { version: '1.0.0' },
        },
      }),
      'package.json': json({ name: 'top', dependencies: { left: '1', deep: '2' } }),
    },
    [inner('package.json', 'deep', 'package-lock.json')],
  ],
  [
    'bun',
    {
      'bun.lock':
        '{ "lockfileVersion": 1, "workspaces": { "": { "name": "top", "dependencies": { "left": "1", }, }, },\n "packages": { "left": ["left@1.0.0", "", { "dependencies": { "deep": "1" } }, ""], "deep": ["deep@1.0.0", "", {}, ""], } }',
      'package.json': json({ name: 'top', dependencies: { left: '1', deep: '2' } }),
    },
    [inner('package.json', 'deep', 'bun.lock')],
  ],
  [
    'Cargo: members, and names that the workspace gives',
    {
      'Cargo.lock': CARGO_EXACT,
      'Cargo.toml':
        '[package]\nname = "top"\n[dependencies]\nserde = "1"\nitoa = "1"\n[workspace]\nmembers = ["member"]\n[workspace.dependencies]\nfast = { package = "itoa", version = "1" }\nmore = "1"\nown = { path = "own" }\n',
      'member/Cargo.toml':
        '[package]\nname = "member"\n[dependencies]\nfast = { workspace = true }\nmore.workspace = true\nown = { workspace = true }\nunheard = { workspace = true }\n',
    },
    [
      inner('Cargo.toml', 'itoa', 'Cargo.lock'),
      'incomplete member/Cargo.toml: Cargo.toml asks for more, which Cargo.lock does not hold: not looked at',
    ],
  ],
  [
    'uv: what the project asked for, groups too',
    {
      'uv.lock': UV_EXACT,
      'pyproject.toml': '[project]\nname = "top"\ndependencies = ["flask", "click", "old"]\n[dependency-groups]\ndev = ["pytest"]\n',
    },
    [inner('pyproject.toml', 'click', 'uv.lock')],
  ],
  [
    'uv: groups of Poetry are not in what uv reads',
    {
      'uv.lock': UV_EXACT,
      'pyproject.toml': '[project]\nname = "top"\ndependencies = ["flask"]\n[tool.poetry.group.dev.dependencies]\nclick = "*"\n',
    },
    [],
  ],
  [
    'Bundler, CocoaPods, Composer, Mix: what others need or would like',
    {
      'Gemfile.lock': 'GEM\n  specs:\n    rack (3.0)\n    rails (7.0)\n      rack (>= 2)\n\nDEPENDENCIES\n  rails (~> 7)\n  own!\n',
      Gemfile: "gem 'rails'\ngem 'rack'\ngem 'own', git: 'https://a.example/own'\n",
      'ios/Podfile.lock':
        'PODS:\n  - A (1.0):\n    - B\n  - B (1.0)\n\nDEPENDENCIES:\n  - "A (~> 1.0)"\n\nSPEC CHECKSUMS:\n  A: 00\n\nCOCOAPODS: 1.11.0\n',
      'ios/Podfile': "pod 'A/Core'\npod 'B'\n",
      'php/composer.lock': json({ packages: [{ name: 'a/b', version: '1.0', 'require-dev': { 'c/d': '1' } }], 'packages-dev': [] }),
      'php/composer.json': json({ require: { 'a/b': '1', 'c/d': '1', 'own/other': '1' }, replace: { 'own/other': '*' } }),
      'elixir/mix.lock':
        '%{\n  "ecto": {:hex, :ecto, "3.0.0", "", [:mix], [{:jason, "~> 1.0", [hex: :jason, optional: true]}], "hexpm", ""},\n}\n',
      'elixir/mix.exs': 'defp deps, do: [{:ecto, "~> 3.0"}, {:jason, "~> 1.0"}]\n',
    },
    [
      inner('Gemfile', 'rack', 'Gemfile.lock'),
      'incomplete elixir/mix.exs: mix.exs asks for jason, which mix.lock does not hold: not looked at',
      inner('ios/Podfile', 'B', 'Podfile.lock'),
      'incomplete php/composer.json: composer.json asks for c/d, which composer.lock does not hold: not looked at',
    ],
  ],
  [
    'NuGet: what was restored, without what a condition, a choice or a target is about, and what is taken back',
    {
      'obj/project.assets.json': ASSETS,
      'a.csproj':
        '<Project><ItemGroup><PackageReference Include="newtonsoft.json" Version="13.0.1" /><PackageReference Include="Deep" Version="1"/><PackageReference Include="Serilog" Version="3"/><PackageReference Include="Gone" Version="3"/><PackageReference Remove="Gone"/></ItemGroup><Choose><When Condition="x"><ItemGroup><PackageReference Include="Chosen" Version="1"/></ItemGroup></When></Choose><Target Name="t"><ItemGroup><PackageReference Include="Late" Version="1"/></ItemGroup></Target></Project>',
    },
    [
      'incomplete a.csproj: a.csproj asks for Serilog, which obj/project.assets.json does not hold: not looked at',
      inner('a.csproj', 'Deep', 'obj/project.assets.json'),
    ],
  ],
  [
    'Gradle: modules of the project itself',
    {
      'gradle.lockfile': GRADLE_LOCK,
      'build.gradle':
        "buildscript { dependencies { classpath 'g:tool:1' } }\nsubprojects { dependencies { implementation 'g:of-others:1' } }\ndependencies {\n  implementation 'g:held:1.+'\n  implementation('g:new:1.0')\n  api platform('g:bom:1')\n  implementation project(':x')\n  implementation \"$group:computed:1\"\n  if (fast) { implementation 'g:maybe:1' }\n  constraints { implementation 'g:only-if-there:1' }\n}\n",
      'kotlin/gradle.lockfile': GRADLE_LOCK,
      'kotlin/build.gradle.kts': 'dependencies {\n  implementation("g:held:1.0")\n  testImplementation("g:test:1.0")\n}\n',
    },
    [
      'incomplete build.gradle: build.gradle asks for g:new, which gradle.lockfile does not hold: not looked at',
      'incomplete kotlin/build.gradle.kts: build.gradle.kts asks for g:test, which gradle.lockfile does not hold: not looked at',
    ],
  ],
  [
    'Gradle: a build that puts other modules in their place',
    {
      'gradle.lockfile': GRADLE_LOCK,
      'settings.gradle': "includeBuild '../own'\n",
      'build.gradle': "dependencies { implementation 'g:own:1' }\n",
      'b/gradle.lockfile': GRADLE_LOCK,
      'b/build.gradle': "dependencies { implementation 'g:own:1' }\nconfigurations.all { resolutionStrategy.dependencySubstitution { } }\n",
    },
    [],
  ],
  [
    'a manifest that is out of order: where the lock keeps what it asked for, where it does not, templates, nothing',
    {
      'a/package-lock.json': NPM['package-lock.json'],
      'a/package.json': '{"dependencies": {"left": ',
      'b/composer.lock': COMPOSER,
      'b/composer.json': '{"require": {"a/b": ',
      'c/composer.lock': COMPOSER,
      'c/composer.json': '{"require": {"a/b": {{ version }} }}',
      'd/poetry.lock': POETRY,
      'd/pyproject.toml': '[tool.poetry\nname = "x"\n',
      'e/composer.lock': COMPOSER,
      'e/composer.json': '\n',
      'examples/composer.lock': COMPOSER,
      'examples/composer.json': '{',
    },
    [
      'note a/package.json',
      'incomplete b/composer.json',
      'note c/composer.json',
      'incomplete d/pyproject.toml',
      'note e/composer.json',
      'note examples/composer.json',
    ],
  ],
])('what a lock keeps as asked for: %s', async (_, files, wanted) => {
  const found = await told(files)
  expect(found.map((one) => (/cannot tell whether its lock/.test(one) ? one.slice(0, one.indexOf(':')) : one))).toEqual(wanted)
})
