import { readJson, readToml, readYaml } from '@cupel/formats'
import { readPyproject } from '../python/pyproject.ts'
import { asArray, asObject, asString } from '../text/json-value.ts'
import type { JsonObject } from '../text/json-value.ts'

/** Whether a manifest asks for a package that is not its own neighbour. Throws DocumentInvalid when it is not of its format. */
export function asksForPackages(name: string, text: string): boolean {
  const asks = BY_NAME[name]
  return asks !== undefined && asks(text)
}

const BY_NAME: Readonly<Record<string, (text: string) => boolean>> = {
  'package.json': (text) => tables(readJson(text), ['dependencies', 'optionalDependencies', 'devDependencies'], isRemote),
  'deno.json': (text) => /"(?:npm|jsr):/.test(text),
  'deno.jsonc': (text) => /"(?:npm|jsr):/.test(text),
  'composer.json': (text) => tables(readJson(text), ['require', 'require-dev'], (_, key) => key.includes('/')),
  'vcpkg.json': (text) => (asArray(asObject(readJson(text))?.['dependencies']) ?? []).length > 0,
  'Cargo.toml': (text) => asksOfCargo(readToml(text) as JsonObject),
  Pipfile: (text) => tables(readToml(text), ['packages', 'dev-packages'], isRemote),
  'gleam.toml': (text) => tables(readToml(text), ['dependencies', 'dev-dependencies', 'dev_dependencies'], isRemote),
  'Project.toml': (text) => tables(readToml(text), ['deps'], isRemote),
  'pyproject.toml': (text) => readPyproject(text).dependencies.size > 0,
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
  'build.sbt': (text) => /"[ \t]*%%?%?[ \t]*"/.test(text),
  Podfile: (text) => /^[ \t]*pod[ \t(]+['"]/m.test(text),
  Cartfile: (text) => /^[ \t]*(?:github|git|binary)[ \t]+"/m.test(text),
  'Package.swift': (text) => /\.package\([^)]*\b(?:url|id):/.test(text),
  'conanfile.txt': (text) => /^[A-Za-z0-9_.+-]+\/[^\s/]/m.test(text),
  'conanfile.py': (text) => /\brequires\b/.test(text),
  cpanfile: (text) => /^[ \t]*(?:requires|recommends)[ \t(]+['"](?!perl['"])/m.test(text),
  'paket.dependencies': (text) => /^[ \t]*(?:nuget|git|github|gist|http)[ \t]+\S/im.test(text),
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
