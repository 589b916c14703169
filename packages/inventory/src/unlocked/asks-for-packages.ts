import { readJson, readToml, readYaml } from '@cupel/formats'
import { readPyproject } from '../python/pyproject.ts'
import { asArray, asObject, asString } from '../text/json-value.ts'
import type { JsonObject } from '../text/json-value.ts'
import { suffixOf } from './manifest-locks.ts'

/** Whether a manifest asks for a package that is not its own neighbour. Throws DocumentInvalid when it is not of its format. */
export function asksForPackages(name: string, text: string): boolean {
  const asks = Object.hasOwn(BY_NAME, name) ? BY_NAME[name] : BY_NAME[suffixOf(name)]
  return asks !== undefined && asks(text)
}

const BY_NAME: Readonly<Record<string, (text: string) => boolean>> = {
  'package.json': (text) => tables(readJson(text), ['dependencies', 'optionalDependencies', 'devDependencies'], isRemote),
  'deno.json': asksOfDeno,
  'deno.jsonc': asksOfDeno,
  'jsr.json': asksOfDeno,
  'composer.json': (text) => tables(readJson(text), ['require', 'require-dev'], (_, key) => key.includes('/')),
  'vcpkg.json': (text) => (asArray(asObject(readJson(text))?.['dependencies']) ?? []).length > 0,
  'Cargo.toml': (text) => asksOfCargo(readToml(text) as JsonObject),
  Pipfile: (text) => tables(readToml(text), ['packages', 'dev-packages'], isRemote),
  'gleam.toml': (text) => tables(readToml(text), ['dependencies', 'dev-dependencies', 'dev_dependencies'], isRemote),
  'Project.toml': (text) => tables(readToml(text), ['deps'], isRemote),
  'pyproject.toml': (text) => readPyproject(text).dependencies.size > 0 || readsOtherLists(readToml(text) as JsonObject),
  'pubspec.yaml': (text) => tables(readYaml(text)[0], ['dependencies', 'dev_dependencies'], isRemote),
  'Chart.yaml': (text) =>
    (asArray(asObject(readYaml(text)[0])?.['dependencies']) ?? []).some((item) =>
      /^\w+:\/\/(?<!file:\/\/)/.test(asString(asObject(item)?.['repository'])),
    ),
  'pixi.toml': (text) => tables(readToml(text), ['dependencies', 'pypi-dependencies', 'host-dependencies', 'build-dependencies'], isRemote),
  'shard.yml': (text) => tables(readYaml(text)[0], ['dependencies', 'development_dependencies'], isRemote),
  'MODULE.bazel': (text) => /^bazel_dep\(/m.test(text),
  'setup.py': (text) => /\binstall_requires\b/.test(text),
  'setup.cfg': (text) => /^install_requires\b/m.test(text),
  'requirements.in': (text) => /^[A-Za-z0-9]/m.test(text),
  Gemfile: (text) => /^[ \t]*gem[ \t(]+['"]/m.test(text),
  'gems.rb': (text) => /^[ \t]*gem[ \t(]+['"]/m.test(text),
  'mix.exs': (text) => /\{[ \t]*:\w+,[ \t]*(?:"|git:|github:)/.test(text),
  '.gemspec': (text) => /\.add_(?:runtime_)?dependency[ \t(]/.test(text),
  'build.sbt': (text) => /"[ \t]*%%?%?[ \t]*"|^[ \t]*libraryDependencies\b/m.test(text),
  Podfile: (text) => /^[ \t]*pod[ \t(]+['"]/m.test(text),
  '.podspec': asksOfPod,
  '.cabal': (text) => namesAfter(text, /^[ \t]*build-depends[ \t]*:/gim).some((name) => name !== 'base'),
  'package.yaml': (text) => (asArray(asObject(readYaml(text)[0])?.['dependencies']) ?? []).some((item) => !/^base\b/.test(asString(item))),
  'rebar.config': (text) => /\{[ \t]*deps[ \t]*,\s*\[\s*[^\]\s]/.test(text),
  '.nimble': (text) => /^[ \t]*requires[ \t(]*"(?!nim\b)/m.test(text),
  '.opam': (text) => /"(?!(?:ocaml|dune)")[A-Za-z][\w+-]*"/.test(opamNeeds(text)),
  DESCRIPTION: (text) =>
    /^Package:/m.test(text) && namesAfter(text, /^(?:Imports|Depends|LinkingTo)[ \t]*:/gm).some((name) => !OF_R.has(name)),
  'project.clj': (text) => /:dependencies\s+\[\s*\[/.test(text),
  'deps.edn': (text) => /:mvn\/version|:git\/|:sha\b/.test(text),
  'ivy.xml': (text) => /<dependency\s/.test(text),
  'elm.json': (text) => /"(?!elm\/)[\w-]{1,100}\/[\w-]{1,100}"[ \t]*:[ \t]*"/.test(text),
  'bower.json': (text) => tables(readJson(text), ['dependencies'], isRemote),
  '.rockspec': (text) => /\bdependencies\s*=\s*\{[^}]*["'](?!lua\b)[A-Za-z]/.test(text),
  Cartfile: (text) => /^[ \t]*(?:github|git|binary)[ \t]+"/m.test(text),
  'Package.swift': (text) => /\.package\([^)]*\b(?:url|id):/.test(text),
  'conanfile.txt': (text) => /^[A-Za-z0-9_.+-]+\/[^\s/]/m.test(text),
  'conanfile.py': (text) => /\brequires\b/.test(text),
  cpanfile: (text) => /^[ \t]*(?:requires|recommends)[ \t(]+['"](?!perl['"])/m.test(text),
  'paket.dependencies': (text) => /^[ \t]*(?:nuget|git|github|gist|http)[ \t]+\S/im.test(text),
}

/** What comes with R itself. */
const OF_R: ReadonlySet<string> = new Set(
  'R base compiler datasets graphics grDevices grid methods parallel splines stats stats4 tcltk tools utils'.split(' '),
)

/** First words between commas of fields that go on in indented lines. */
function namesAfter(text: string, field: RegExp): readonly string[] {
  return [...text.matchAll(field)].flatMap(({ 0: start, index }) => {
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
  return /"(?:npm|jsr):|"importMap"[ \t]*:/.test(text)
}

/** Dependencies that setuptools reads from files whose names nobody else knows: others are read as lists. */
function readsOtherLists(root: JsonObject): boolean {
  const stated = asObject(asObject(asObject(asObject(root['tool'])?.['setuptools'])?.['dynamic'])?.['dependencies'])?.['file']
  const files = asArray(stated) ?? [stated]
  return files.some((file) => typeof file === 'string' && !/(?:^|\/)requirements[^/]*\.txt$|(?:^|\/)requirements\/[^/]+\.txt$/.test(file))
}

/** Whether one of the tables under `keys` has an entry that `counts`. */
function tables(root: unknown, keys: readonly string[], counts: (value: unknown, key: string) => boolean): boolean {
  return keys.some((key) => Object.entries(asObject(asObject(root)?.[key]) ?? {}).some(([name, value]) => counts(value, name)))
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
