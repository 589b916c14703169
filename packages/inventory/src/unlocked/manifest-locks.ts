import { NO_LOCKS, OTHER_KINDS, UNREAD_LOCKS } from './other-manifests.ts'

/** A manifest that only asks for packages, and who says which versions it got. */
export interface ManifestKind {
  /** File names, the first as an example of it. */
  readonly files: readonly string[]
  /** File name endings from the last dot on. */
  readonly suffixes?: readonly string[]
  /** Beginnings of file names, with their endings from the last dot on. */
  readonly affixes?: readonly (readonly [prefix: string, suffix: string])[]
  /** Only in folders of this name; the endings count there only, too. */
  readonly inFolder?: string
  /** What lies in such a folder is installed, and no project's. */
  readonly notIn?: RegExp
  /** Extractors whose file answers for it, when it lies beside the manifest or states the manifest's project. */
  readonly locks: readonly string[]
  /** What the user can do. */
  readonly hint: string
  /** Whether a text of it asks for packages; without it, asksForPackages knows. */
  readonly asks?: RegExp
  /** A lock in a folder above answers for all below. */
  readonly below?: true
  /** It is a lock file, of a kind that cupel does not read. */
  readonly unread?: true
  /** It also counts in a folder of packages that were put there whole. */
  readonly vendored?: true
  /** It is worth a word, and leaves the verdict as it is: what it names is not in what is built. */
  readonly note?: true
  /** What is said of it, when it asks for no packages: a verb and its object. */
  readonly says?: string
}

const SCRIPT_LOCKS = ['package-lock', 'yarn-lock', 'pnpm-lock', 'bun-lock', 'bun-lockb', 'deno-lock', 'node-modules']
const PYTHON_LOCKS = [
  'poetry-lock',
  'uv-lock',
  'pdm-lock',
  'pylock',
  'pipfile-lock',
  'requirements',
  'conda-lock',
  'pixi-lock',
  'python-installed',
]

const NO_LOCK_HINT = 'cupel reads no lock of it: scan an SBOM of the build'
const RUBY_HINT = 'write the lock file with: bundle lock'
const PYTHON_HINT = 'write the lock file with: uv lock, poetry lock, pdm lock, pipenv lock or pip freeze > requirements.txt'

/** Manifests that no extractor reads: what they ask for is known only from their lock. And locks that none reads yet. */
export const MANIFEST_KINDS: readonly ManifestKind[] = [
  {
    files: ['package.json', 'pnpm-workspace.yaml'],
    locks: SCRIPT_LOCKS,
    hint: 'write the lock file with: npm install --package-lock-only',
  },
  {
    files: ['import_map.json', 'importmap.json', 'deps.ts', 'dev_deps.ts'],
    locks: SCRIPT_LOCKS,
    asks: /["'](?:npm:|jsr:|https?:\/\/)/,
    hint: 'write the lock file with: deno install',
  },
  { files: ['deno.json', 'deno.jsonc', 'jsr.json'], locks: SCRIPT_LOCKS, hint: 'write the lock file with: deno install' },
  {
    files: ['pyproject.toml', 'setup.py', 'setup.cfg', 'requirements.in', 'Pipfile', 'hatch.toml', 'tox.ini', 'noxfile.py'],
    affixes: [
      ['requirements-', '.in'],
      ['requirements_', '.in'],
      ['requirements.', '.in'],
      ['dev-requirements', '.in'],
      ['test-requirements', '.in'],
      ['docs-requirements', '.in'],
    ],
    locks: PYTHON_LOCKS,
    hint: PYTHON_HINT,
  },
  { files: [], suffixes: ['.in'], inFolder: 'requirements', locks: PYTHON_LOCKS, hint: PYTHON_HINT },
  { files: ['pixi.toml'], locks: ['pixi-lock'], hint: 'write the lock file with: pixi lock' },
  { files: ['shard.yml'], locks: ['shard-lock'], hint: 'write the lock file with: shards lock' },
  { files: ['MODULE.bazel'], locks: ['bazel-module-lock'], hint: 'write the lock file with: bazel mod deps --lockfile_mode=update' },
  { files: ['Cargo.toml'], locks: ['cargo-lock'], hint: 'write the lock file with: cargo generate-lockfile' },
  {
    files: ['Gemfile', 'gems.rb', 'Appraisals'],
    suffixes: ['.gemfile'],
    locks: ['gemfile-lock'],
    hint: RUBY_HINT,
  },
  { files: [], suffixes: ['.gemspec'], notIn: /(?:^|\/)specifications(?:\/default)?$/, locks: ['gemfile-lock'], hint: RUBY_HINT },
  {
    files: ['composer.json'],
    locks: ['composer-lock', 'composer-installed'],
    hint: 'write the lock file with: composer update --no-install',
  },
  { files: ['pubspec.yaml'], locks: ['pubspec-lock'], hint: 'write the lock file with: dart pub get' },
  { files: ['mix.exs'], locks: ['mix-lock'], hint: 'write the lock file with: mix deps.get' },
  { files: ['gleam.toml'], locks: ['gleam-manifest'], hint: 'write the lock file with: gleam deps download' },
  {
    files: ['build.sbt', 'Dependencies.scala'],
    suffixes: ['.sbt'],
    locks: ['sbt-lock'],
    hint: 'write the lock file with sbt-dependency-lock, or scan the built jar',
  },
  {
    files: ['Podfile'],
    suffixes: ['.podspec'],
    affixes: [['', '.podspec.json']],
    locks: ['podfile-lock'],
    hint: 'write the lock file with: pod install',
  },
  { files: ['Cartfile', 'Cartfile.private'], locks: ['cartfile-resolved'], hint: 'write the lock file with: carthage update' },
  {
    files: ['Package.swift', 'project.pbxproj'],
    affixes: [['Package@swift-', '.swift']],
    locks: ['swift-package-resolved'],
    hint: 'write the lock file with: swift package resolve',
  },
  { files: ['conanfile.txt', 'conanfile.py'], locks: ['conan-lock'], hint: 'write the lock file with: conan lock create' },
  { files: ['vcpkg.json'], locks: ['conan-lock'], hint: 'cupel reads no lock of vcpkg: scan an SBOM of the build' },
  { files: ['cpanfile'], locks: ['cpanfile-snapshot'], hint: 'write the lock file with: carton install' },
  { files: ['Project.toml'], locks: ['julia-manifest'], hint: 'write the lock file with: julia --project -e "using Pkg; Pkg.resolve()"' },
  { files: ['Chart.yaml'], locks: ['helm-chart-lock'], hint: 'write the lock file with: helm dependency update' },
  {
    files: UNREAD_LOCKS,
    suffixes: ['.lock'],
    locks: [],
    hint: 'scan an SBOM that the build tool makes, or what it installed',
    unread: true,
  },
  { files: ['paket.dependencies'], locks: ['paket-lock'], hint: 'write the lock file with: paket install' },
  {
    files: ['package.yaml'],
    suffixes: ['.cabal'],
    locks: ['cabal-freeze', 'cabal-plan', 'stack-lock', 'pnpm-lock'],
    hint: 'write the lock file with: cabal freeze, stack build, or pnpm install',
  },
  { files: ['rebar.config'], locks: ['rebar-lock'], hint: 'write the lock file with: rebar3 lock' },
  { files: [], suffixes: ['.nimble'], locks: ['nimble-lock'], hint: 'write the lock file with: nimble lock' },
  {
    files: ['dune-project'],
    suffixes: ['.opam'],
    locks: ['opam-locked', 'opam-switch', 'dune-lock'],
    hint: 'write the lock file with: opam lock, or dune pkg lock',
  },
  { files: ['DESCRIPTION'], locks: ['renv-lock', 'r-installed'], hint: 'write the lock file with: renv::snapshot()' },
  {
    files: ['project.clj', 'deps.edn', 'ivy.xml', 'build.boot', 'shadow-cljs.edn', 'bb.edn'],
    locks: [],
    hint: 'scan the built jar, or an SBOM that the build tool makes',
  },
  { files: ['elm.json', 'bower.json'], locks: [], hint: NO_LOCK_HINT },
  { files: [], suffixes: ['.rockspec'], notIn: /(?:^|\/)rocks(?:-[\d.]+)?\/[^/]+\/[^/]+$/, locks: [], hint: NO_LOCK_HINT },
  ...OTHER_KINDS,
]

const KINDS_BY_NAME: ReadonlyMap<string, readonly ManifestKind[]> = byName()
const KINDS_BY_SUFFIX: ReadonlyMap<string, readonly (readonly [prefix: string, suffix: string, kind: ManifestKind])[]> = bySuffix()
/** Last letters of the endings: every file of a tree is asked, and hardly any ends in one of them. */
const LAST_LETTERS = new Set([...KINDS_BY_SUFFIX.keys()].map((suffix) => suffix.charCodeAt(suffix.length - 1)))

/** The kind of manifest with this file name in a folder, if it is one. */
export function manifestKind(name: string, folder: string): ManifestKind | undefined {
  const named = KINDS_BY_NAME.get(name)?.find((kind) => isThere(kind, folder))
  if (named !== undefined) return named
  if (!LAST_LETTERS.has(name.charCodeAt(name.length - 1)) || NO_LOCKS.has(name)) return undefined
  return KINDS_BY_SUFFIX.get(suffixOf(name))?.find(
    ([prefix, suffix, kind]) => name.startsWith(prefix) && name.endsWith(suffix) && isThere(kind, folder),
  )?.[2]
}

function isThere({ inFolder, notIn }: ManifestKind, folder: string): boolean {
  if (notIn?.test(folder)) return false
  return inFolder === undefined || folder === inFolder || folder.endsWith(`/${inFolder}`)
}

function byName(): ReadonlyMap<string, readonly ManifestKind[]> {
  const found = new Map<string, ManifestKind[]>()
  for (const kind of MANIFEST_KINDS) for (const name of kind.files) found.set(name, [...(found.get(name) ?? []), kind])
  return found
}

/** Endings from the last dot on → what may end so, exact beginnings first. */
function bySuffix(): ReadonlyMap<string, readonly (readonly [string, string, ManifestKind])[]> {
  const found = new Map<string, (readonly [string, string, ManifestKind])[]>()
  const all = MANIFEST_KINDS.flatMap((kind) => [
    ...(kind.affixes ?? []).map(([prefix, suffix]) => [prefix, suffix, kind] as const),
    ...(kind.suffixes ?? []).map((suffix) => ['', suffix, kind] as const),
  ])
  for (const one of all) found.set(suffixOf(`x${one[1]}`), [...(found.get(suffixOf(`x${one[1]}`)) ?? []), one])
  return found
}

/** From the last dot on; empty without one, and for a name that is nothing else. */
export function suffixOf(name: string): string {
  const dot = name.lastIndexOf('.')
  return dot < 1 ? '' : name.slice(dot)
}
