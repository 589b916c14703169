import { readJson, readToml, readYaml } from '@cupel/formats'
import { readPyproject } from '../python/pyproject.ts'
import { hatchNames, toolNames } from '../python/tool-dependencies.ts'
import { asArray, asObject, asString } from '../text/json-value.ts'
import type { JsonObject } from '../text/json-value.ts'
import { askedNames } from './asked-names.ts'
import { suffixOf } from './manifest-locks.ts'

/** Whether a manifest asks for a package that is not its own neighbour. Throws DocumentInvalid when it is not of its format. */
export function asksForPackages(name: string, text: string): boolean {
  const asks = Object.hasOwn(BY_NAME, name) ? BY_NAME[name] : BY_NAME[suffixOf(name)]
  return asks !== undefined && asks(text)
}

const BY_NAME: Readonly<Record<string, (text: string) => boolean>> = {
  'package.json': (text) => tables(readJson(text), ['dependencies', 'optionalDependencies', 'devDependencies'], isRemote),
  // Of the packages of its folders it says the versions.
  'pnpm-workspace.yaml': (text) => {
    const root = asObject(readYaml(text)[0])
    const named = Object.keys(asObject(root?.['catalogs']) ?? {})
    return tables(root, ['catalog'], isRemote) || tables(root?.['catalogs'], named, isRemote)
  },
  'deno.json': asksOfDeno,
  'deno.jsonc': asksOfDeno,
  'jsr.json': asksOfDeno,
  'composer.json': (text) => tables(readJson(text), ['require', 'require-dev'], (_, key) => key.includes('/')),
  'vcpkg.json': (text) => (asArray(asObject(readJson(text))?.['dependencies']) ?? []).length > 0,
  'Cargo.toml': (text) => asksOfCargo(readToml(text) as JsonObject),
  Pipfile: (text) => {
    const root = readToml(text) as JsonObject
    return tables(
      root,
      Object.keys(root).filter((key) => !['source', 'requires', 'pipenv', 'scripts'].includes(key)),
      isRemote,
    )
  },
  'gleam.toml': (text) => tables(readToml(text), ['dependencies', 'dev-dependencies', 'dev_dependencies'], isRemote),
  'Project.toml': (text) => tables(readToml(text), ['deps'], isRemote),
  'pyproject.toml': (text) => {
    const root = readToml(text) as JsonObject
    return (
      readPyproject(text).dependencies.size > 0 ||
      toolNames(root).size > 0 ||
      readsOtherLists(root) ||
      asksOfPixi(asObject(asObject(root['tool'])?.['pixi']))
    )
  },
  'hatch.toml': (text) => hatchNames(readToml(text) as JsonObject).size > 0,
  'tox.ini': (text) => askedNames('tox.ini', text).size > 0,
  'noxfile.py': (text) => askedNames('noxfile.py', text).size > 0,
  'pubspec.yaml': (text) => tables(readYaml(text)[0], ['dependencies', 'dev_dependencies'], isRemote),
  'Chart.yaml': (text) =>
    (asArray(asObject(readYaml(text)[0])?.['dependencies']) ?? []).some((item) =>
      /^(?!file:\/\/)./.test(asString(asObject(item)?.['repository'])),
    ),
  'pixi.toml': (text) => asksOfPixi(readToml(text) as JsonObject),
  'shard.yml': (text) => tables(readYaml(text)[0], ['dependencies', 'development_dependencies'], isRemote),
  'MODULE.bazel': (text) => /^bazel_dep\(/m.test(text),
  'setup.py': (text) => /\b(?:install_requires|extras_require|tests_require)\b/.test(text),
  'setup.cfg': (text) => /^(?:install_requires|tests_require)\b/m.test(text) || askedNames('setup.cfg', text).size > 0,
  '.in': (text) => /^[A-Za-z0-9]/m.test(text),
  Gemfile: asksOfBundler,
  'gems.rb': asksOfBundler,
  Appraisals: asksOfBundler,
  '.gemfile': asksOfBundler,
  'mix.exs': (text) => /\{[ \t]*:\w+,\s*(?:"|git:|github:)/.test(text),
  '.gemspec': (text) => /\.add_(?:runtime_|development_)?dependency[ \t(]/.test(text),
  '.sbt': asksOfSbt,
  'Dependencies.scala': asksOfSbt,
  Podfile: (text) => /^[ \t]*pod[ \t(]+['"]/m.test(text),
  '.podspec': asksOfPod,
  // Of `Name.podspec.json`: the ending from the last dot on.
  '.json': (text) => tables(readJson(text), ['dependencies'], () => true),
  '.cabal': (text) => namesAfter(text, /^[ \t]*build-depends[ \t]*:/gim).some((name) => name !== 'base'),
  'package.yaml': (text) => {
    const root = readYaml(text)[0]
    const listed = asArray(asObject(root)?.['dependencies']) ?? []
    return listed.some((item) => !/^base\b/.test(asString(item))) || tables(root, ['dependencies', 'devDependencies'], isNamed)
  },
  'rebar.config': (text) => /\{[ \t]*(?:deps|plugins|project_plugins)[ \t]*,\s*\[\s*[^\]\s]/.test(text),
  '.nimble': (text) => /^[ \t]*requires[ \t(]*"(?!nim\b)/m.test(text),
  '.opam': (text) => /"(?!(?:ocaml|dune)")[A-Za-z][\w+-]*"/.test(opamNeeds(text)),
  'dune-project': (text) =>
    /\(depends\b(?:\s+(?:\((?:ocaml|dune)\b[^()]{0,200}(?:\([^()]{0,200}\)[^()]{0,50}){0,3}\)|ocaml\b|dune\b)){0,5}\s+\(?[a-z]/.test(text),
  DESCRIPTION: (text) =>
    /^Package:/m.test(text) && namesAfter(text, /^(?:Imports|Depends|LinkingTo)[ \t]*:/gm).some((name) => !OF_R.has(name)),
  'project.clj': asksOfClojure,
  'build.boot': asksOfClojure,
  'shadow-cljs.edn': asksOfClojure,
  'bb.edn': asksOfClojure,
  'deps.edn': asksOfClojure,
  'ivy.xml': (text) => /<dependency\s/.test(text),
  'elm.json': (text) => /"(?!elm\/)[\w-]{1,100}\/[\w-]{1,100}"[ \t]*:[ \t]*"/.test(text),
  'bower.json': (text) => tables(readJson(text), ['dependencies'], isRemote),
  '.rockspec': (text) => /\bdependencies\s*=\s*\{[^}]*["'](?!lua\b)[A-Za-z]/.test(text),
  Cartfile: asksOfCarthage,
  'Cartfile.private': asksOfCarthage,
  '.swift': (text) => /\.package\([^)]{0,1000}?\b(?:url|id):/.test(text),
  'project.pbxproj': (text) => /\bisa = XCRemoteSwiftPackageReference;/.test(text),
  'conanfile.txt': (text) => /^[A-Za-z0-9_.+-]+\/[^\s/]/m.test(text),
  'conanfile.py': (text) => /\brequires\b/.test(text),
  cpanfile: (text) => /^[ \t]*(?:requires|recommends)[ \t(]+['"](?!perl['"])/m.test(text),
  'paket.dependencies': (text) => /^[ \t]*(?:nuget|git|github|gist|http)[ \t]+\S/im.test(text),
}

function asksOfBundler(text: string): boolean {
  return /^[ \t]*gem[ \t(]+['"]/m.test(text)
}

function asksOfSbt(text: string): boolean {
  return /"[ \t]*%%?%?[ \t]*"|^[ \t]*libraryDependencies\b/m.test(text)
}

function asksOfClojure(text: string): boolean {
  return /:dependencies\s+'?\[\s*\[|:mvn\/version|:git\/|:sha\b/.test(text)
}

function asksOfCarthage(text: string): boolean {
  return /^[ \t]*(?:github|git|binary)[ \t]+"/m.test(text)
}

const PIXI_TABLES = ['dependencies', 'pypi-dependencies', 'host-dependencies', 'build-dependencies']

/** What stands on top, for a platform, and in a feature. */
function asksOfPixi(root: JsonObject | null): boolean {
  if (root === null) return false
  const features = [root, ...Object.values(asObject(root['feature']) ?? {}).map(asObject)]
  const owners = features.flatMap((one) => [one, ...Object.values(asObject(one?.['target']) ?? {})])
  return owners.some((owner) => tables(owner, PIXI_TABLES, isRemote))
}

/** What comes with R itself. */
const OF_R: ReadonlySet<string> = new Set(
  'R base compiler datasets graphics grDevices grid methods parallel splines stats stats4 tcltk tools utils'.split(' '),
)

/** First words between commas of fields that go on in indented lines. */
function namesAfter(text: string, field: RegExp): readonly string[] {
  return [...text.matchAll(field)].slice(0, MAX_FIELDS).flatMap(({ 0: start, index }) => {
    const [first = '', ...below] = text.slice(index + start.length, index + start.length + MAX_FIELD).split('\n')
    const end = below.findIndex((line) => /^\S|^[ \t]*[\w-]{1,60}[ \t]*:(?!:)/.test(line))
    const lines = [first, ...below.slice(0, end < 0 ? below.length : end)]
    return lines
      .join(' ')
      .split(',')
      .flatMap((item) => /[A-Za-z][\w.-]*/.exec(item)?.[0] ?? [])
  })
}

const MAX_FIELD = 20_000
const MAX_FIELDS = 500

/** The `depends` field without what stands in braces: versions and conditions. */
function opamNeeds(text: string): string {
  return (/^depends[ \t]*:[ \t]*\[([^\]]*)\]/m.exec(text)?.[1] ?? '').replace(/\{[^{}]*\}/g, '')
}

/** A pod that is neither a part of this one nor brought by the application's framework. */
function asksOfPod(text: string): boolean {
  const own = /\.name\s*=\s*["']([^"'\n]{1,200})["']/.exec(text)?.[1]
  const asked = [...text.matchAll(/\.dependency[ \t(]+["']([^"'/\n]{1,200})/g)]
  return asked.some(([, name = '']) => name !== own && !/^(?:Flutter(?:MacOS)?|React(?:-.*)?)$/.test(name))
}

/** The imports themselves, or a file of them. */
function asksOfDeno(text: string): boolean {
  // Any address but that of the schema is one of modules.
  return /"(?:npm|jsr):|"importMap"[ \t]*:|"(?!\$schema")[^"\n]{1,200}"[ \t]*:[ \t]*"https?:\/\//.test(text)
}

/** Dependencies that setuptools and Hatch read from files whose names nobody else knows: others are read as lists. */
function readsOtherLists(root: JsonObject): boolean {
  const tool = asObject(root['tool'])
  const dynamic = asObject(asObject(tool?.['setuptools'])?.['dynamic'])
  const extras = Object.values(asObject(dynamic?.['optional-dependencies']) ?? {})
  const hatch = asObject(asObject(asObject(tool?.['hatch'])?.['metadata'])?.['hooks'])?.['requirements_txt']
  const stated = [dynamic?.['dependencies'], ...extras].map((one) => asObject(one)?.['file'])
  const files = [...stated, asObject(hatch)?.['files']].flatMap((one) => asArray(one) ?? [one])
  return files.some((file) => typeof file === 'string' && !/(?:^|\/)requirements[^/]*\.txt$|(?:^|\/)requirements\/[^/]+\.txt$/.test(file))
}

/** Whether one of the tables under `keys` has an entry that `counts`. */
function tables(root: unknown, keys: readonly string[], counts: (value: unknown, key: string) => boolean): boolean {
  return keys.some((key) => Object.entries(asObject(asObject(root)?.[key]) ?? {}).some(([name, value]) => counts(value, name)))
}

/** hpack and pnpm both have tables of them. */
function isNamed(value: unknown, name: string): boolean {
  return name !== 'base' && isRemote(value)
}

/** Not of the workspace, of a folder of the tree, or of an SDK. */
function isRemote(value: unknown): boolean {
  if (typeof value === 'string') return !/^(?:workspace|file|link|portal):/.test(value)
  const source = asObject(value)
  return source === null || !('path' in source || 'sdk' in source || source['workspace'] === true)
}

function asksOfCargo(root: JsonObject): boolean {
  const tableNames = ['dependencies', 'dev-dependencies', 'build-dependencies']
  const targets = Object.values(asObject(root['target']) ?? {})
  return [root, root['workspace'], ...targets].some((owner) => tables(owner, tableNames, isRemote))
}
