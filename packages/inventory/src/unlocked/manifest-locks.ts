/** A manifest that only asks for packages, and who says which versions it got. */
export interface ManifestKind {
  /** File names, the first as an example of it. */
  readonly files: readonly string[]
  /** File name endings from the last dot on. */
  readonly suffixes?: readonly string[]
  /** Extractors whose file answers for it, when it lies beside the manifest or states the manifest's project. */
  readonly locks: readonly string[]
  /** What the user can do. */
  readonly hint: string
  /** It is a lock file, of a kind that cupel does not read. */
  readonly unread?: true
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

/** Manifests that no extractor reads: what they ask for is known only from their lock. And locks that none reads yet. */
export const MANIFEST_KINDS: readonly ManifestKind[] = [
  { files: ['package.json'], locks: SCRIPT_LOCKS, hint: 'write the lock file with: npm install --package-lock-only' },
  { files: ['deno.json', 'deno.jsonc', 'jsr.json'], locks: SCRIPT_LOCKS, hint: 'write the lock file with: deno install' },
  {
    files: ['pyproject.toml', 'setup.py', 'setup.cfg', 'requirements.in', 'Pipfile'],
    locks: PYTHON_LOCKS,
    hint: 'write the lock file with: uv lock, poetry lock, pdm lock, pipenv lock or pip freeze > requirements.txt',
  },
  { files: ['pixi.toml'], locks: ['pixi-lock'], hint: 'write the lock file with: pixi lock' },
  { files: ['shard.yml'], locks: ['shard-lock'], hint: 'write the lock file with: shards lock' },
  { files: ['MODULE.bazel'], locks: ['bazel-module-lock'], hint: 'write the lock file with: bazel mod deps --lockfile_mode=update' },
  { files: ['Cargo.toml'], locks: ['cargo-lock'], hint: 'write the lock file with: cargo generate-lockfile' },
  { files: ['Gemfile', 'gems.rb'], suffixes: ['.gemspec'], locks: ['gemfile-lock'], hint: 'write the lock file with: bundle lock' },
  {
    files: ['composer.json'],
    locks: ['composer-lock', 'composer-installed'],
    hint: 'write the lock file with: composer update --no-install',
  },
  { files: ['pubspec.yaml'], locks: ['pubspec-lock'], hint: 'write the lock file with: dart pub get' },
  { files: ['mix.exs'], locks: ['mix-lock'], hint: 'write the lock file with: mix deps.get' },
  { files: ['gleam.toml'], locks: ['gleam-manifest'], hint: 'write the lock file with: gleam deps download' },
  { files: ['build.sbt'], locks: ['sbt-lock'], hint: 'write the lock file with sbt-dependency-lock, or scan the built jar' },
  { files: ['Podfile'], suffixes: ['.podspec'], locks: ['podfile-lock'], hint: 'write the lock file with: pod install' },
  { files: ['Cartfile'], locks: ['cartfile-resolved'], hint: 'write the lock file with: carthage update' },
  { files: ['Package.swift'], locks: ['swift-package-resolved'], hint: 'write the lock file with: swift package resolve' },
  { files: ['conanfile.txt', 'conanfile.py'], locks: ['conan-lock'], hint: 'write the lock file with: conan lock create' },
  { files: ['vcpkg.json'], locks: ['conan-lock'], hint: 'cupel reads no lock of vcpkg: scan an SBOM of the build' },
  { files: ['cpanfile'], locks: ['cpanfile-snapshot'], hint: 'write the lock file with: carton install' },
  { files: ['Project.toml'], locks: ['julia-manifest'], hint: 'write the lock file with: julia --project -e "using Pkg; Pkg.resolve()"' },
  { files: ['Chart.yaml'], locks: ['helm-chart-lock'], hint: 'write the lock file with: helm dependency update' },
  {
    files: ['Gopkg.lock', 'glide.lock', 'spago.lock'],
    locks: [],
    hint: 'scan an SBOM that the build tool makes, or what it installed',
    unread: true,
  },
  { files: ['paket.dependencies'], locks: ['paket-lock'], hint: 'write the lock file with: paket install' },
  {
    files: ['package.yaml'],
    suffixes: ['.cabal'],
    locks: ['cabal-freeze', 'cabal-plan', 'stack-lock'],
    hint: 'write the lock file with: cabal freeze, or stack build',
  },
  { files: ['rebar.config'], locks: ['rebar-lock'], hint: 'write the lock file with: rebar3 lock' },
  { files: [], suffixes: ['.nimble'], locks: ['nimble-lock'], hint: 'write the lock file with: nimble lock' },
  {
    files: [],
    suffixes: ['.opam'],
    locks: ['opam-locked', 'opam-switch', 'dune-lock'],
    hint: 'write the lock file with: opam lock, or dune pkg lock',
  },
  { files: ['DESCRIPTION'], locks: ['renv-lock', 'r-installed'], hint: 'write the lock file with: renv::snapshot()' },
  { files: ['project.clj', 'deps.edn', 'ivy.xml'], locks: [], hint: 'scan the built jar, or an SBOM that the build tool makes' },
  { files: ['elm.json', 'bower.json'], suffixes: ['.rockspec'], locks: [], hint: 'cupel reads no lock of it: scan an SBOM of the build' },
]

const KIND_BY_NAME: ReadonlyMap<string, ManifestKind> = new Map(MANIFEST_KINDS.flatMap((kind) => kind.files.map((name) => [name, kind])))
const KIND_BY_SUFFIX: ReadonlyMap<string, ManifestKind> = new Map(
  MANIFEST_KINDS.flatMap((kind) => (kind.suffixes ?? []).map((suffix) => [suffix, kind])),
)
/** Last letters of the endings: every file of a tree is asked, and hardly any ends in one of them. */
const LAST_LETTERS = new Set([...KIND_BY_SUFFIX.keys()].map((suffix) => suffix.charCodeAt(suffix.length - 1)))

/** The kind of manifest with this file name, if it is one. */
export function manifestKind(name: string): ManifestKind | undefined {
  return KIND_BY_NAME.get(name) ?? (LAST_LETTERS.has(name.charCodeAt(name.length - 1)) ? KIND_BY_SUFFIX.get(suffixOf(name)) : undefined)
}

/** From the last dot on; empty without one, and for a name that is nothing else. */
export function suffixOf(name: string): string {
  const dot = name.lastIndexOf('.')
  return dot < 1 ? '' : name.slice(dot)
}
