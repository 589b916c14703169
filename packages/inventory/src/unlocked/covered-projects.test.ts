import { DEFAULT_LIMITS, memoryTree } from '@cupel/source'
import { expect, test } from 'vitest'
import { EXTRACTORS } from '../extractors.gen.ts'
import { inventoryTree } from '../inventory.ts'

async function unseen(files: Record<string, string>): Promise<readonly string[]> {
  const { problems } = await inventoryTree(memoryTree(files), { extractors: EXTRACTORS, limits: DEFAULT_LIMITS })
  return problems
    .filter(({ by, effect }) => by === 'walk' && effect === 'incomplete')
    .map(({ path }) => path)
    .toSorted()
}

const CARGO = (name: string, extra = '') => `[package]\nname = "${name}"\nversion = "1.0.0"\n${extra}[dependencies]\nlibc = "0.2"\n`
const CARGO_LOCK =
  'version = 4\n[[package]]\nname = "top"\nversion = "1.0.0"\n[[package]]\nname = "part"\nversion = "1.0.0"\n[[package]]\nname = "libc"\nversion = "0.2.0"\nsource = "registry+https://registry.example"\n'
const PYPROJECT = (name: string, asks = 'requests') => `[project]\nname = "${name}"\nversion = "1"\ndependencies = ["${asks}"]\n`
const UV =
  'version = 1\n[[package]]\nname = "top"\nversion = "1"\nsource = { virtual = "." }\n[[package]]\nname = "part"\nversion = "1"\nsource = { editable = "libs/part" }\n[[package]]\nname = "requests"\nversion = "2.32.0"\nsource = { registry = "https://registry.example" }\n'
const POETRY =
  '[[package]]\nname = "part"\nversion = "1"\n[package.source]\ntype = "directory"\nurl = "libs/part"\n[[package]]\nname = "requests"\nversion = "2.32.0"\n[metadata]\nlock-version = "2.1"\n'
const PDM =
  '[metadata]\nlock_version = "4.5.0"\n[[package]]\nname = "part"\nversion = "1"\npath = "./libs/part"\n[[package]]\nname = "requests"\nversion = "2.32.0"\n'
const PIPFILE_LOCK =
  '{"_meta":{"pipfile-spec":6},"default":{"x":{"version":"==1.0"},"part":{"path":"./libs/part","editable":true}},"develop":{}}'
const PYLOCK =
  'lock-version = "1.0"\n[[packages]]\nname = "part"\ndirectory = { path = "libs/part" }\n[[packages]]\nname = "requests"\nversion = "2.32.0"\n'
const GEMFILE = 'gem "rails"\n'
const GEMFILE_LOCK =
  'PATH\n  remote: engines/part\n  specs:\n    part (1.0)\n\nGEM\n  specs:\n    rails (7.0)\n\nDEPENDENCIES\n  part!\n  rails\n'
const COMPOSER = '{"require":{"a/b":"^1"}}'
const COMPOSER_LOCK =
  '{"packages":[{"name":"a/b","version":"1.0"},{"name":"own/part","version":"1","dist":{"type":"path","url":"packages/part"}}],"packages-dev":[]}'
const PUBSPEC = 'name: x\ndependencies:\n  http: ^1.0.0\n'
const PUBSPEC_LOCK =
  'packages:\n  http:\n    dependency: "direct main"\n    description:\n      name: http\n    source: hosted\n    version: "1.0.0"\n  part:\n    dependency: "direct main"\n    description:\n      path: "libs/part"\n      relative: true\n    source: path\n    version: "1.0.0"\nsdks:\n  dart: ">=3.0.0"\n'
const MIX = 'defp deps, do: [{:phoenix, "~> 1.7"}]\n'
const GLEAM = '[dependencies]\nlustre = "~> 4"\n'
const GLEAM_LOCK =
  'packages = [\n  { name = "lustre", version = "4.0.0", build_tools = ["gleam"], requirements = [], otp_app = "lustre", source = "hex", outer_checksum = "00" },\n  { name = "part", version = "1.0.0", source = "local", path = "libs/part" },\n]\n\n[requirements]\nlustre = { version = "~> 4" }\npart = { path = "libs/part" }\n'
const JULIA = '[deps]\nHTTP = "cd3eb016-35fb-5094-929b-558a96fad6f3"\n'
const SWIFT = '.package(url: "https://a.example/b", from: "1.0.0")\n'
const RESOLVED = '{"pins":[],"version":2}'
const SBT_LOCK = '{"lockVersion":1,"timestamp":"2024-01-01T00:00:00Z","configurations":["compile"],"dependencies":[]}'
const PACKAGE = '{"dependencies":{"left":"1"}}'

const CASES: readonly (readonly [name: string, files: Record<string, string>, unseen: readonly string[]])[] = [
  [
    'Cargo: members by folder or by name, and no other crate',
    { 'Cargo.lock': CARGO_LOCK, 'Cargo.toml': CARGO('top'), 'deep/er/Cargo.toml': CARGO('part'), 'tools/x/Cargo.toml': CARGO('x') },
    ['tools/x/Cargo.toml'],
  ],
  [
    'Cargo: a crate with the name of a member, or with a workspace of its own, is no member',
    {
      'Cargo.lock': CARGO_LOCK,
      'Cargo.toml': CARGO('top'),
      'a/Cargo.toml': CARGO('part', '[target."cfg(unix)".dev-dependencies]\nmine = { package = "nix", version = "1" }\n'),
      'b/Cargo.toml': CARGO('part', '[workspace]\n'),
      'c/Cargo.toml': CARGO('part', '[dev-dependencies]\nhere = { path = "../d" }\nshared = { workspace = true }\n'),
    },
    ['a/Cargo.toml'],
  ],
  [
    'uv: a project with the name of a member that asks for what the lock does not hold',
    { 'uv.lock': UV, 'pyproject.toml': PYPROJECT('top'), 'old/pyproject.toml': PYPROJECT('part', 'flask') },
    ['old/pyproject.toml'],
  ],
  [
    'setuptools: names that a program computes, and lists under names of their own',
    {
      'a/setup.py': 'NEEDS = ["a"]\nsetup(install_requires=NEEDS)\n',
      'a/requirements.txt': 'a==1\n',
      'b/setup.py': 'setup(install_requires=open("requirements.txt").read())\n',
      'b/requirements.txt': 'a==1\n',
    },
    ['a/setup.py'],
  ],
  [
    'setuptools: lists under names of their own',
    {
      'c/pyproject.toml':
        '[project]\nname = "c"\ndynamic = ["dependencies"]\n[tool.setuptools.dynamic]\ndependencies = { file = ["needs.txt"] }\n',
      'd/pyproject.toml':
        '[project]\nname = "d"\ndynamic = ["dependencies"]\n[tool.setuptools.dynamic]\ndependencies = { file = "requirements.txt" }\n',
      'd/requirements.txt': 'a==1\n',
    },
    ['c/pyproject.toml'],
  ],
  [
    'uv',
    {
      'uv.lock': UV,
      'pyproject.toml': PYPROJECT('top'),
      'libs/part/pyproject.toml': PYPROJECT('part'),
      'tools/pyproject.toml': PYPROJECT('tools'),
    },
    ['tools/pyproject.toml'],
  ],
  [
    'Poetry',
    {
      'poetry.lock': POETRY,
      'pyproject.toml': PYPROJECT('top'),
      'libs/part/pyproject.toml': PYPROJECT('part'),
      'tools/pyproject.toml': PYPROJECT('tools'),
    },
    ['tools/pyproject.toml'],
  ],
  [
    'PDM',
    {
      'pdm.lock': PDM,
      'pyproject.toml': PYPROJECT('top'),
      'libs/part/pyproject.toml': PYPROJECT('part'),
      'tools/pyproject.toml': PYPROJECT('tools'),
    },
    ['tools/pyproject.toml'],
  ],
  [
    'Pipenv',
    {
      'Pipfile.lock': PIPFILE_LOCK,
      Pipfile: '[packages]\nx = "*"\n',
      'libs/part/setup.py': 'install_requires=["a"]',
      'tools/setup.py': 'install_requires=["a"]',
    },
    ['tools/setup.py'],
  ],
  [
    'pylock',
    {
      'pylock.toml': PYLOCK,
      'pyproject.toml': PYPROJECT('top'),
      'libs/part/pyproject.toml': PYPROJECT('part'),
      'tools/pyproject.toml': PYPROJECT('tools'),
    },
    ['tools/pyproject.toml'],
  ],
  [
    'pip: a list answers for what it names, also for folders that it installs',
    {
      'requirements.txt': 'requests==1\n-e ./libs/part[dev]\n',
      'pyproject.toml': PYPROJECT('top'),
      'libs/part/pyproject.toml': PYPROJECT('part'),
      'other/requirements-dev.txt': 'pytest==1\n',
      'other/setup.py': 'setup(install_requires=["requests>=1", "Flask"])',
      'tools/pyproject.toml': PYPROJECT('tools'),
    },
    ['other/setup.py', 'tools/pyproject.toml'],
  ],
  [
    'pip: a list beside a Pipfile, and one that was compiled',
    {
      'pipenv/requirements.txt': 'requests==1\n',
      'pipenv/Pipfile': '[packages]\nrequests = "*"\nflask = "*"\n',
      'in/requirements.in': 'requests # x\nFlask[async]>=1\n',
      'in/requirements.txt': 'requests==1\nflask==2\n',
    },
    ['pipenv/Pipfile'],
  ],
  [
    'Bundler',
    { 'Gemfile.lock': GEMFILE_LOCK, Gemfile: GEMFILE, 'engines/part/Gemfile': GEMFILE, 'tools/Gemfile': GEMFILE },
    ['tools/Gemfile'],
  ],
  [
    'Composer',
    { 'composer.lock': COMPOSER_LOCK, 'composer.json': COMPOSER, 'packages/part/composer.json': COMPOSER, 'tools/composer.json': COMPOSER },
    ['tools/composer.json'],
  ],
  [
    'pub: path packages and members of a workspace',
    {
      'pubspec.lock': PUBSPEC_LOCK,
      'pubspec.yaml': PUBSPEC,
      'libs/part/pubspec.yaml': PUBSPEC,
      'pkgs/a/pubspec.yaml': PUBSPEC + 'resolution: workspace\n',
      'tools/pubspec.yaml': PUBSPEC,
    },
    ['tools/pubspec.yaml'],
  ],
  [
    'Mix: umbrella applications',
    {
      'mix.lock': '%{\n  "phoenix": {:hex, :phoenix, "1.7.0", "", [:mix], [], "hexpm", ""},\n}\n',
      'mix.exs': 'apps_path: "apps"\n' + MIX,
      'apps/a/mix.exs': MIX,
      'more/b/mix.exs': 'lockfile: "../../mix.lock"\n' + MIX,
      'tools/mix.exs': MIX,
    },
    ['tools/mix.exs'],
  ],
  [
    'Gleam',
    { 'manifest.toml': GLEAM_LOCK, 'gleam.toml': GLEAM, 'libs/part/gleam.toml': GLEAM, 'tools/gleam.toml': GLEAM },
    ['tools/gleam.toml'],
  ],
  [
    'Julia: workspaces and path packages',
    {
      'Manifest.toml':
        'manifest_format = "2.0"\n[deps]\n[[deps.Part]]\nuuid = "00000000-0000-0000-0000-000000000000"\npath = "libs/Part"\n',
      'Project.toml': JULIA + '[workspace]\nprojects = ["more"]\n',
      'libs/Part/Project.toml': JULIA,
      'more/Project.toml': JULIA,
      'tools/Project.toml': JULIA,
    },
    ['tools/Project.toml'],
  ],
  [
    'Swift: local packages; a project of Xcode answers for what lies below it',
    {
      'Package.resolved': RESOLVED,
      'Package.swift': '.package(path: "libs/Part")\n' + SWIFT,
      'libs/Part/Package.swift': SWIFT,
      'tools/Package.swift': SWIFT,
      'ios/A.xcodeproj/project.xcworkspace/xcshareddata/swiftpm/Package.resolved': RESOLVED,
      'ios/Modules/Package.swift': SWIFT,
    },
    ['tools/Package.swift'],
  ],
  [
    'setuptools: extras in brackets, comments with quotes, and what is asked for besides',
    {
      'a/setup.py': 'setup(install_requires=["a[x]>=1", # don\'t\n "b"], extras_require={"more": ["c"]})\n',
      'a/requirements.txt': 'a==1\n',
      'b/setup.py': 'setup(install_requires=["a[x]>=1"], extras_require={"more": ["c"]}, tests_require=["d"])\n',
      'b/requirements.txt': 'a==1\n',
    },
    ['a/setup.py'],
  ],
  [
    'pip: lists in a folder of their own, and those they were compiled from',
    {
      'requirements/base.in': 'requests\n',
      'requirements/base.txt': 'requests==1\n',
      'requirements/dev.in': '-r base.in\npytest\nmypy\n',
      'requirements/dev.txt': 'requests==1\npytest==1\n',
    },
    ['requirements/dev.in'],
  ],
  [
    'Terraform: the lock of a configuration is for the modules below it',
    {
      'infra/.terraform.lock.hcl': 'provider "registry.example/a/aws" {\n  version = "1.0.0"\n}\n',
      'infra/main.tf': 'source = "a/aws"\n',
      'infra/modules/x/main.tf': 'source = "a/aws"\n',
      'other/main.tf': 'source = "a/aws"\n',
    },
    ['other/main.tf'],
  ],
  [
    'Xcode: a project whose packages its workspace resolves',
    {
      'A.xcodeproj/project.pbxproj': 'isa = XCRemoteSwiftPackageReference;',
      'A.xcworkspace/xcshareddata/swiftpm/Package.resolved': RESOLVED,
      'b/B.xcodeproj/project.pbxproj': 'isa = XCRemoteSwiftPackageReference;',
    },
    [],
  ],
  [
    'JVM: what is written out is listed, and what that needs in turn is not known',
    {
      'build.sbt': '"g" % "a" % "1"\n',
      'clj/deps.edn': '{:deps {a/a {:mvn/version "1"}}}',
      'locked/build.sbt': '"g" % "a" % "1"\n',
      'locked/build.sbt.lock': SBT_LOCK,
    },
    ['build.sbt', 'clj/deps.edn'],
  ],
  [
    'a lock file under any name that somebody reads is not one that nobody reads',
    { 'dev-requirements.lock': 'a==1\n', 'requirements.lock': 'a==1\n' },
    ['dev-requirements.lock'],
  ],
  [
    'installed packages answer for what is really there',
    {
      'package.json': PACKAGE,
      'node_modules/left/package.json': '{"name":"left","version":"1.0.0"}',
      'sub/package.json': '{"dependencies":{"left":"1","right":"1"},"devDependencies":{"never":"1"}}',
    },
    ['sub/package.json'],
  ],
]

test.each(CASES)('%s', async (_, files, expected) => {
  expect(await unseen(files)).toEqual(expected)
})

test('what is not installed is named; node_modules folders that a lock covers are counted in one line', async () => {
  const files = {
    'a/package.json': '{"dependencies":{"left":"1","right":"1"},"devDependencies":{"never":"1"}}',
    'a/node_modules/left/package.json': '{"name":"left","version":"1.0.0"}',
    'b/package-lock.json': '{"name":"b","lockfileVersion":3,"packages":{"":{},"node_modules/x":{"version":"1.0.0"},"c":{}}}',
    'b/package.json': '{}',
    'b/node_modules/x/package.json': '{"name":"x","version":"1.0.0"}',
    'b/c/node_modules/y/package.json': '{"name":"y","version":"1.0.0"}',
  }
  const { problems, coverage } = await inventoryTree(memoryTree(files), { extractors: EXTRACTORS, limits: DEFAULT_LIMITS })
  expect(problems.filter(({ by }) => by === 'walk').map(({ effect, detail }) => [effect, detail])).toEqual([
    ['incomplete', 'package.json asks for right, which no lock file names and no list or installed package beside it: not looked at'],
    ['note', 'package.json asks for never, which no lock file names and no list or installed package beside it: not looked at'],
  ])
  expect(coverage.filter(({ skipped }) => skipped.length > 0)).toMatchObject([
    { path: 'b/c/node_modules', packages: 0, skipped: [{ what: 'node_modules folder that a lock file covers', count: 2 }] },
    { path: 'b/package-lock.json' },
  ])
})

test('what is read without a lock is not called unread', async () => {
  const files = { 'a/build.sbt': '"g" % "a" % "1"\n', 'b/build.sbt': '"g" % "b" % "1"\n' }
  const { components, problems } = await inventoryTree(memoryTree(files), { extractors: EXTRACTORS, limits: DEFAULT_LIMITS })
  expect(components.map(({ purl }) => purl)).toEqual(['pkg:maven/g/a@1', 'pkg:maven/g/b@1'])
  expect(problems.find(({ effect }) => effect === 'incomplete')?.detail).toBe(
    'build.sbt names only what is asked for directly, and no lock file says what that needs in turn, nor in 1 more folder',
  )
})

test('manifests that are left out are counted', async () => {
  const files = { 'a/CMakeLists.txt': 'FetchContent_Declare(x)\n', 'a/odd.lock': 'x', 'a/README': '' }
  const options = { extractors: EXTRACTORS, limits: DEFAULT_LIMITS, excludes: (path: string) => /^a\/./.test(path) }
  const { problems } = await inventoryTree(memoryTree(files), options)
  expect(problems.map(({ detail }) => detail)).toEqual(['2 known files were excluded by the user'])
})
