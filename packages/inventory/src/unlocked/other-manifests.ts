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
  // Go
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
  // Infrastructure
  {
    files: ['requirements.yml', 'requirements.yaml'],
    locks: ['helm-chart-lock'],
    asks: /^(?:collections|roles|dependencies):[ \t]*\r?\n[ \t]*-|^-[ \t]+(?:src|name|role):/m,
    hint: 'Helm: helm dependency update. cupel reads no roles and collections of Ansible',
  },
  {
    files: ['helmfile.yaml', 'helmfile.yaml.gotmpl'],
    locks: [],
    asks: /^[ \t]*(?:-[ \t]+)?chart:[ \t]*["']?(?![."'{/])[\w-]+\//m,
    hint: 'scan what the charts make, with: helmfile template',
  },
  {
    files: ['kustomization.yaml', 'kustomization.yml'],
    locks: [],
    asks: /^[ \t]*-[ \t]+["']?(?:https?:\/\/|github\.com\/|git@|[\w./-]{1,200}\?ref=)|^helmCharts:/m,
    hint: 'scan what kustomize makes',
  },
  {
    files: [],
    suffixes: ['.tf', '.tofu'],
    locks: ['terraform-lock'],
    below: true,
    asks: /^[ \t]*source[ \t]*=[ \t]*"(?!\.{1,2}\/)[^"\n]{1,300}\/[^"\n]{1,300}"/m,
    hint: 'write the lock file with: terraform init',
  },
  {
    files: ['flake.nix'],
    locks: ['flake-lock'],
    asks: /\.url[ \t]*=[ \t]*"(?!(?:path:|\.))|\burl[ \t]*=[ \t]*"(?!(?:path:|\.))/,
    hint: 'write the lock file with: nix flake lock',
  },
  { files: ['sources.json'], inFolder: 'nix', locks: [], asks: /"(?:url|repo|rev)"[ \t]*:/, hint: 'cupel reads no packages of Nix' },
  {
    files: ['sources.json'],
    inFolder: 'npins',
    locks: [],
    asks: /"pins"[ \t]*:[ \t\r\n]*\{[ \t\r\n]*"/,
    hint: 'cupel reads no packages of Nix',
  },
  { files: ['devbox.json'], locks: [], asks: /"packages"[ \t]*:[ \t\r\n]*[[{][ \t\r\n]*"/, hint: 'cupel reads no packages of Nix' },
  {
    files: ['jsonnetfile.json', 'vendir.yml'],
    locks: [],
    asks: /"remote"[ \t]*:|^[ \t]+(?:git|githubRelease|helmChart|image|http):/m,
    hint: BUILT,
  },
  { files: ['aqua.yaml'], locks: [], asks: /^packages:[ \t]*\r?\n/m, hint: BUILT },
  {
    files: ['plugins.txt'],
    locks: [],
    asks: /^[a-z][\w-]*:(?:latest|\d[\w.-]*)[ \t]*(?:#|$)/m,
    hint: 'cupel reads no plug-ins of Jenkins',
  },
  { files: ['Aptfile'], locks: [], asks: /^[a-z0-9:]/m, hint: 'scan the image that is built' },
  { files: ['snapcraft.yaml'], locks: [], asks: /^[ \t]+(?:stage|build)-packages:/m, hint: 'scan the snap that is built' },
  { files: ['.gitrepo'], locks: [], asks: /^[ \t]*remote[ \t]*=/m, hint: 'scan the project that was copied here by itself' },
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
