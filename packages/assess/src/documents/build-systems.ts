/** How software is built or packaged, by the files that say so. */
export interface BuildSystem {
  readonly name: string
  /** Matched against paths in lower case. */
  readonly files: RegExp
  /** `compile`: makes something else out of the source. `package`: only collects it. */
  readonly kind: 'compile' | 'package'
  /** Works with free software alone. */
  readonly open: boolean
  /** Its file names the direct dependencies. */
  readonly manifest: boolean
  /** How its tests are usually started, where it has a usual way. */
  readonly test?: string
  /** OSV's name where there is one. */
  readonly ecosystem?: string
}

const system = (name: string, files: RegExp, rest: Partial<BuildSystem> = {}): BuildSystem => ({
  name,
  files,
  kind: 'compile',
  open: true,
  manifest: false,
  ...rest,
})

export const BUILD_SYSTEMS: readonly BuildSystem[] = [
  system('Make', /(?:^|\/)(?:gnumakefile|makefile(?:\.in|\.am)?)$/, { test: 'make check' }),
  system('Autotools', /(?:^|\/)configure\.(?:ac|in)$/, { test: 'make check' }),
  system('CMake', /(?:^|\/)cmakelists\.txt$/, { test: 'ctest' }),
  system('Meson', /(?:^|\/)meson\.build$/, { test: 'meson test' }),
  system('Bazel', /(?:^|\/)(?:module\.bazel|workspace(?:\.bazel)?)$/, { test: 'bazel test' }),
  system('SCons', /(?:^|\/)sconstruct$/),
  system('Ninja', /^build\.ninja$/),
  system('GN', /^build\.gn$/),
  system('Cargo', /(?:^|\/)cargo\.toml$/, { manifest: true, test: 'cargo test', ecosystem: 'crates.io' }),
  system('Go', /(?:^|\/)go\.mod$/, { manifest: true, test: 'go test', ecosystem: 'Go' }),
  system('npm', /(?:^|\/)package\.json$/, { kind: 'package', manifest: true, test: 'npm test', ecosystem: 'npm' }),
  system('Deno', /(?:^|\/)deno\.jsonc?$/, { kind: 'package', manifest: true, test: 'deno test' }),
  system('Python packaging', /(?:^|\/)(?:pyproject\.toml|setup\.py|setup\.cfg)$/, {
    kind: 'package',
    manifest: true,
    test: 'pytest',
    ecosystem: 'PyPI',
  }),
  system('pip requirements', /(?:^|\/)requirements[\w.-]*\.(?:txt|in)$/, { kind: 'package', manifest: true, ecosystem: 'PyPI' }),
  system('Maven', /(?:^|\/)pom\.xml$/, { manifest: true, test: 'mvn test', ecosystem: 'Maven' }),
  system('Gradle', /(?:^|\/)build\.gradle(?:\.kts)?$/, { manifest: true, test: 'gradle test', ecosystem: 'Maven' }),
  system('sbt', /(?:^|\/)build\.sbt$/, { manifest: true, test: 'sbt test', ecosystem: 'Maven' }),
  system('Ant', /^build\.xml$/),
  system('Leiningen', /(?:^|\/)project\.clj$/, { manifest: true, test: 'lein test' }),
  system('RubyGems', /(?:^|\/)(?:gemfile|[\w.-]+\.gemspec)$/, {
    kind: 'package',
    manifest: true,
    test: 'rake test',
    ecosystem: 'RubyGems',
  }),
  system('Composer', /(?:^|\/)composer\.json$/, { kind: 'package', manifest: true, test: 'composer test', ecosystem: 'Packagist' }),
  system('.NET', /(?:^|\/)(?:[\w.-]+\.(?:csproj|fsproj|vbproj)|directory\.packages\.props)$/, {
    manifest: true,
    test: 'dotnet test',
    ecosystem: 'NuGet',
  }),
  system('Swift Package Manager', /(?:^|\/)package\.swift$/, { manifest: true, test: 'swift test', ecosystem: 'SwiftURL' }),
  system('Xcode', /\.xcodeproj\/project\.pbxproj$/, { open: false }),
  system('Visual C++', /(?:^|\/)[\w.-]+\.vcxproj$/, { open: false }),
  system('Mix', /(?:^|\/)mix\.exs$/, { manifest: true, test: 'mix test', ecosystem: 'Hex' }),
  system('Rebar', /(?:^|\/)rebar\.config$/, { manifest: true, test: 'rebar3 eunit', ecosystem: 'Hex' }),
  system('Cabal', /(?:^|\/)(?:[\w.-]+\.cabal|package\.yaml|stack\.yaml)$/, { manifest: true, test: 'cabal test', ecosystem: 'Hackage' }),
  system('Dune', /(?:^|\/)dune-project$/, { manifest: true, test: 'dune test' }),
  system('Dart', /(?:^|\/)pubspec\.yaml$/, { manifest: true, test: 'dart test', ecosystem: 'Pub' }),
  system('R package', /(?:^|\/)description$/, { kind: 'package', manifest: true, test: 'R CMD check', ecosystem: 'CRAN' }),
  system('Julia', /(?:^|\/)project\.toml$/, { kind: 'package', manifest: true, test: 'Pkg.test()', ecosystem: 'Julia' }),
  system('Perl', /^(?:makefile\.pl|build\.pl|cpanfile|dist\.ini)$/, {
    kind: 'package',
    manifest: true,
    test: 'make test',
    ecosystem: 'CPAN',
  }),
  system('Nix', /^(?:flake\.nix|default\.nix)$/, { manifest: false }),
  system('Zig', /(?:^|\/)build\.zig$/, { test: 'zig build test' }),
  system('Conan', /(?:^|\/)conanfile\.(?:py|txt)$/, { manifest: true, ecosystem: 'ConanCenter' }),
  system('vcpkg', /(?:^|\/)vcpkg\.json$/, { manifest: true }),
  system('Rake', /(?:^|\/)rakefile$/, { test: 'rake test' }),
  system('Just', /(?:^|\/)\.?justfile$/),
  system('Task', /(?:^|\/)taskfile\.ya?ml$/),
  system('Earthly', /(?:^|\/)earthfile$/),
  system('Docker', /(?:^|\/)(?:dockerfile|containerfile)(?:\.(?!go$|js$|ts$|py$|rs$|rb$|md$|java$)[\w-]+)?$/),
  system('Conda', /(?:^|\/)environment\.ya?ml$/, { kind: 'package', manifest: true }),
  system('Helm', /(?:^|\/)chart\.yaml$/, { kind: 'package', manifest: true }),
]
