import { INFRASTRUCTURE_KINDS } from './infrastructure-kinds.ts'
import type { ManifestKind } from './manifest-locks.ts'

const BUILT = 'scan what was built or installed, or an SBOM of the build'
const NUGET = ['nuget-packages-lock', 'nuget-packages-config', 'nuget-project-assets', 'nuget-deps-json', 'paket-lock', 'msbuild-project']

/**
 * Manifests of build tools and package managers of which cupel reads no lock, or whose packages no advisory database covers: that they
 * ask for something is told by a word of theirs, and is never a clear verdict. `asks` is tried on the whole text.
 */
export const OTHER_KINDS: readonly ManifestKind[] = [
  // Python
  {
    files: ['meta.yaml', 'recipe.yaml'],
    locks: ['conda-lock'],
    asks: /^requirements:[ \t]*\r?\n(?:(?:[ \t]|\{%)[^\n]*\n|\r?\n){0,40}?[ \t]+-[ \t]+(?!python\b)[a-z]/m,
    hint: BUILT,
  },
  {
    files: ['buildout.cfg'],
    locks: [],
    asks: /^(?:eggs|recipe)[ \t]*=/m,
    hint: 'pin the packages in a requirements file with: pip freeze > requirements.txt',
  },
  {
    files: ['requirements.psd1'],
    locks: [],
    asks: /^[ \t]*(?:@\{[ \t]*)?['"]?[A-Za-z][\w.-]*['"]?[ \t]*=[ \t]*['"@]/m,
    hint: 'cupel reads no packages of PowerShell',
  },
  // JavaScript
  {
    files: ['packages'],
    inFolder: '.meteor',
    locks: [],
    asks: /^[a-z][\w:.-]*(?:@|[ \t]*$)/m,
    hint: 'cupel reads no packages of Meteor but those of npm',
  },
  {
    files: ['package.json5'],
    locks: ['pnpm-lock', 'node-modules'],
    asks: /["']?(?:dependencies|devDependencies|optionalDependencies)["']?[ \t]*:[ \t\r\n]*\{[ \t\r\n]*["'\w]/,
    hint: 'write the lock file with: pnpm install --lockfile-only',
  },
  // Go
  {
    files: ['vendor.json', 'manifest'],
    inFolder: 'vendor',
    locks: ['go-mod'],
    below: true,
    vendored: true,
    asks: /"(?:revision|rev)"[ \t]*:/,
    hint: 'move the project to Go modules with: go mod init',
  },
  {
    files: ['Gopkg.toml', 'glide.yaml', 'Godeps.json'],
    locks: ['go-mod'],
    asks: /^\[\[(?:constraint|override)\]\]|^(?:import|testImport):|"Rev"[ \t]*:/m,
    hint: 'move the project to Go modules with: go mod init',
  },
  // JVM
  { files: ['build.sc', 'build.mill'], locks: [], asks: /\b(?:ivy|mvn)"/, hint: BUILT },
  {
    files: ['WORKSPACE', 'WORKSPACE.bazel'],
    locks: [],
    asks: /^[ \t]*(?:http_archive|http_file|http_jar|git_repository|new_git_repository|maven_jar|jvm_maven_import_external|go_repository|pip_parse|pip_install)\(/m,
    hint: 'scan what was built, or move the dependencies to MODULE.bazel',
  },
  {
    files: ['BUCK', 'TARGETS', 'BUILD', 'BUILD.pants'],
    locks: [],
    asks: /^[ \t]*(?:prebuilt_jar|remote_file|http_file|http_archive|maven_jar|jvm_artifact|python_requirement)[ \t]*\(/m,
    hint: BUILT,
  },
  {
    files: ['buildfile', 'Buildfile'],
    locks: [],
    asks: /['"][\w.-]+:[\w.-]+:(?:jar|war|pom|bundle):[\w.-]+['"]/,
    hint: BUILT,
  },
  // .NET
  {
    files: ['project.json'],
    locks: NUGET,
    asks: /"frameworks"[ \t]*:[^]{0,2000}?"(?:netcoreapp|netstandard|dnx|net\d)/,
    hint: 'write the lock file with: dotnet restore --use-lock-file',
  },
  { files: ['global.json'], locks: [], asks: /"msbuild-sdks"[ \t]*:[ \t\r\n]*\{[ \t\r\n]*"/, hint: BUILT },
  {
    files: [],
    suffixes: ['.nuspec'],
    locks: NUGET,
    asks: /<dependency\s[^>]{0,500}\bid[ \t]*=/,
    hint: 'write the lock file with: dotnet restore --use-lock-file',
  },
  {
    files: [],
    suffixes: ['.cake', '.csx', '.fsx'],
    locks: [],
    asks: /^[ \t]*#(?:addin|tool|module|load|r)[ \t]+"?nuget:/m,
    hint: 'list the packages in a project file',
  },
  {
    files: ['manifest.json'],
    inFolder: 'Packages',
    locks: [],
    asks: /"com\.[\w.-]+"[ \t]*:[ \t]*"(?!file:)/,
    hint: 'cupel reads no lock of Unity: scan an SBOM of the build',
  },
  {
    files: [],
    suffixes: ['.psd1'],
    locks: [],
    asks: /(?:^|[;{])[ \t]*RequiredModules[ \t]*=[ \t]*@?\(?[ \t\r\n]*['"@]/im,
    hint: 'cupel reads no packages of PowerShell',
  },
  // Ruby and what is written in it
  {
    files: ['Berksfile', 'metadata.rb'],
    locks: [],
    asks: /^[ \t]*(?:cookbook|depends)[ \t(]+['"]/m,
    hint: 'cupel reads no cookbooks of Chef',
  },
  { files: ['Puppetfile'], locks: [], asks: /^[ \t]*mod[ \t(]+['"]/m, hint: 'cupel reads no modules of Puppet' },
  { files: ['Brewfile'], locks: [], asks: /^[ \t]*(?:brew|cask)[ \t(]+['"]/m, hint: 'scan what Homebrew installed (its Cellar)' },
  // PHP
  {
    files: [],
    affixes: [['', '.info.yml']],
    locks: ['composer-lock', 'composer-installed'],
    below: true,
    asks: /^dependencies:[ \t]*\r?\n(?:[ \t]+-[ \t]+["']?drupal:\w+["']?[ \t]*\r?\n)*[ \t]*-[ \t]+["']?(?!drupal:)[\w-]+/m,
    hint: 'require the modules in composer.json, and write its lock file',
  },
  { files: ['phars.xml'], locks: [], asks: /<phar\s/, hint: 'require the tools in composer.json' },
  // Apple
  { files: ['Mintfile'], locks: [], asks: /^[ \t]*[\w.-]+\/[\w.-]+/m, hint: BUILT },
  {
    files: ['project.yml'],
    locks: ['swift-package-resolved'],
    asks: /^packages:[ \t]*\r?\n(?:[ \t]+[^\n]*\n){0,6}?[ \t]+(?:url|github):/m,
    hint: 'write the lock file with: swift package resolve',
  },
  {
    files: ['Dependencies.swift'],
    inFolder: 'Tuist',
    locks: [],
    asks: /\.(?:github|git|binary|remote)\(/,
    hint: 'move the dependencies to Tuist/Package.swift',
  },
  // C and C++
  {
    files: ['CMakeLists.txt'],
    suffixes: ['.cmake'],
    locks: [],
    asks: /^[ \t]*(?:FetchContent_Declare|ExternalProject_Add|CPM(?:Add|Find|Declare)Package|hunter_add_package)[ \t]*\([ \t\r\n]*(?!\$)[\w"]/im,
    hint: 'scan an SBOM of the build: what CMake downloads is not looked at',
  },
  {
    files: [],
    suffixes: ['.wrap'],
    locks: [],
    asks: /^\[wrap-(?:file|git|hg|svn)\]/m,
    hint: 'scan an SBOM of the build: what Meson downloads is not looked at',
  },
  { files: ['xmake.lua'], locks: [], asks: /\badd_requires\(/, hint: BUILT },
  { files: ['DEPS'], locks: [], asks: /^deps[ \t]*=[ \t]*\{/m, hint: BUILT },
  { files: ['west.yml'], locks: [], asks: /^[ \t]+projects:[ \t]*$/m, hint: BUILT },
  {
    files: ['platformio.ini', 'library.properties'],
    locks: [],
    asks: /^lib_deps[ \t]*=[ \t]*(?:\r?\n[ \t]+)?[^\s;#]|^depends=[^\s]/m,
    hint: BUILT,
  },
  { files: ['idf_component.yml'], locks: [], asks: /^dependencies:[ \t]*\r?\n[ \t]+[\w"]/m, hint: BUILT },
  // Haskell, PureScript
  {
    files: ['stack.yaml'],
    locks: ['stack-lock', 'cabal-plan'],
    asks: /^extra-deps:[ \t]*\r?\n[ \t]*-/m,
    hint: 'write the lock file with: stack build',
  },
  {
    files: ['cabal.project'],
    locks: ['cabal-plan'],
    asks: /^source-repository-package\b/m,
    hint: 'scan the plan that cabal writes with: cabal build --dry-run',
  },
  { files: ['spago.dhall', 'spago.yaml'], locks: [], asks: /\bdependencies\b[ \t]*[=:][ \t\r\n]*[-[][ \t\r\n]*["a-z]/, hint: BUILT },
  {
    files: ['Makefile', 'makefile', 'GNUmakefile'],
    locks: ['rebar-lock'],
    asks: /^-?include[ \t]+(?:[^\s]{0,200}\/)?erlang\.mk/m,
    hint: BUILT,
  },
  // Perl
  {
    files: ['Makefile.PL', 'Build.PL', 'dist.ini', 'META.json', 'META.yml'],
    locks: ['cpanfile-snapshot'],
    asks: /\b(?:PREREQ_PM|requires|TEST_REQUIRES)['"]?[ \t]*(?:=>|:)[ \t\r\n]*\{[ \t\r\n]*['"]?(?!perl\b)[A-Z]|^(?:test_)?requires[ \t(]+['"]?[A-Z]|^\[Prereqs|^requires:[ \t]*\r?\n[ \t]+(?!perl\b)[A-Z]/m,
    hint: 'write the lock file with: carton install',
  },
  // Further languages
  {
    files: ['rproject.toml'],
    locks: ['renv-lock'],
    asks: /^dependencies[ \t]*=[ \t]*\[[ \t\r\n]*["{]/m,
    hint: 'write the lock file with: renv::snapshot()',
  },
  { files: ['build.zig.zon'], locks: [], asks: /\.url[ \t]*=[ \t]*"/, hint: BUILT },
  { files: ['v.mod'], locks: [], asks: /\bdependencies:[ \t]*\[[ \t\r\n]*['"]/, hint: BUILT },
  { files: ['dub.sdl'], locks: [], asks: /^[ \t]*dependency[ \t]+"/m, hint: BUILT },
  {
    files: ['dub.json', 'haxelib.json', 'mint.json', 'esy.json'],
    locks: [],
    asks: /"dependencies"[ \t]*:[ \t\r\n]*\{[ \t\r\n]*"/,
    hint: BUILT,
  },
  {
    files: ['fpm.toml', 'Move.toml', 'Scarb.toml', 'wally.toml', 'foundry.toml'],
    locks: [],
    asks: /^\[(?:dev-|server-)?dependencies\][ \t]*\r?\n(?:[ \t]*(?:#[^\n]*)?\r?\n){0,20}[ \t]*["\w]/m,
    hint: BUILT,
  },
  { files: ['info.rkt'], locks: [], asks: /\(define[ \t]+deps\b[^)]{0,200}"(?!base")/, hint: BUILT },
  { files: ['buf.yaml'], locks: [], asks: /^deps:[ \t]*\r?\n[ \t]*-/m, hint: 'cupel reads no modules of Buf' },
  ...INFRASTRUCTURE_KINDS,
]

/** Lock files that no extractor reads, whose names do not end in `.lock`. */
export const UNREAD_LOCKS: readonly string[] = [
  'dub.selections.json',
  'devbox.lock',
  'jsonnetfile.lock.json',
  'vendir.lock.yml',
  'project.lock.json',
  'Brewfile.lock.json',
]

/** Their names end in `.lock`, and they say nothing of packages: a pipeline's data, recipes, a program that runs. */
export const NO_LOCKS: ReadonlySet<string> = new Set(['dvc.lock', 'symfony.lock', '.hugo_build.lock', '.lock'])
