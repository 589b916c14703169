import type { Files, Wanted } from './round-trip-systems.ts'

/** The simplest file of each ecosystem that lists these packages; absent for an ecosystem that no file can state. */
export const LOCKS: Readonly<Record<string, (wanted: readonly Wanted[]) => Files>> = {
  npm: (wanted) => ({
    'package-lock.json': JSON.stringify({ name: 'x', lockfileVersion: 3, packages: Object.fromEntries(wanted.map(npmEntry)) }),
  }),
  PyPI: (wanted) => ({ 'requirements.txt': wanted.map(({ name, version }) => `${name}==${version}\n`).join('') }),
  'crates.io': (wanted) => ({
    'Cargo.lock': `version = 3\n[[package]]\nname = "x"\nversion = "1.0.0"\n${wanted.map((one) => crate(one)).join('')}`,
  }),
  Go: (wanted) => ({
    'go.mod': `module x.example/y\n\nrequire (\n${wanted.map(({ name, version }) => `\t${name} v${version}\n`).join('')})\n`,
  }),
  Maven: (wanted) => ({
    'gradle.lockfile': wanted.map(({ name, version }) => `${name}:${version}=runtimeClasspath\n`).join('') + 'empty=\n',
  }),
  NuGet: (wanted) => ({
    'packages.lock.json': JSON.stringify({
      version: 1,
      dependencies: { net8: Object.fromEntries(wanted.map(({ name, version }) => [name, { type: 'Direct', resolved: version }])) },
    }),
  }),
  RubyGems: (wanted) => ({
    'Gemfile.lock': `GEM\n  remote: https://registry.example/\n  specs:\n${wanted.map(({ name, version }) => `    ${name} (${version})\n`).join('')}\nPLATFORMS\n  ruby\n\nDEPENDENCIES\n`,
  }),
  Packagist: (wanted) => ({
    'composer.lock': JSON.stringify({ packages: wanted.map(({ name, version }) => ({ name, version })), 'packages-dev': [] }),
  }),
  Hex: (wanted) => ({
    'mix.lock': `%{\n${wanted.map(({ name, version }) => `  "${name}": {:hex, :${name}, "${version}", "a", [:mix], [], "hexpm", "b"},\n`).join('')}}\n`,
  }),
  Pub: (wanted) => ({
    'pubspec.lock': `packages:\n${wanted.map(({ name, version }) => `  ${name}:\n    dependency: transitive\n    source: hosted\n    version: "${version}"\n`).join('')}sdks:\n  dart: ">=3.0.0"\n`,
  }),
  Hackage: (wanted) => ({
    'cabal.project.freeze': `constraints: ${wanted.map(({ name, version }) => `any.${name} ==${version}`).join(',\n             ')}\n`,
  }),
  GHC: ([wanted]) => ({ 'dist-newstyle/cache/plan.json': JSON.stringify({ 'compiler-id': `ghc-${wanted?.version}`, 'install-plan': [] }) }),
  CRAN: (wanted) => ({
    'renv.lock': JSON.stringify({
      R: { Version: '4.3.0' },
      Packages: Object.fromEntries(
        wanted.map(({ name, version }) => [name, { Package: name, Version: version, Source: 'Repository', Repository: 'CRAN' }]),
      ),
    }),
  }),
  Julia: (wanted) => ({
    'Manifest.toml': `julia_version = "1.10.0"\nmanifest_format = "2.0"\n[deps]\n${wanted.map(({ name, version, purl }) => `[[deps.${name}]]\nuuid = "${/uuid=([^&]*)/.exec(purl)?.[1]}"\nversion = "${version}"\n`).join('')}`,
  }),
  opam: (wanted) => ({
    '_opam/.opam-switch/switch-state': `opam-version: "2.0"\nroots: []\ninstalled: [\n${wanted.map(({ name, version }) => `  "${name}.${version}"\n`).join('')}]\n`,
  }),
  SwiftURL: (wanted) => ({
    'Package.resolved': JSON.stringify({
      version: 2,
      pins: wanted.map(({ name, version }, at) => ({
        identity: `p${at}`,
        kind: 'remoteSourceControl',
        location: `https://${name.replace(/^https:\/\//, '')}.git`,
        state: { version },
      })),
    }),
  }),
  'GitHub Actions': (wanted) => ({
    '.github/workflows/ci.yml': `on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n${wanted.map(({ name, version }) => `      - uses: ${name}@v${version}\n`).join('')}`,
  }),
  Bitnami: (wanted) => ({
    'opt/bitnami/app/.spdx-app.spdx': JSON.stringify({
      spdxVersion: 'SPDX-2.3',
      dataLicense: 'CC0-1.0',
      SPDXID: 'SPDXRef-DOCUMENT',
      name: 'app',
      documentNamespace: 'https://registry.example/app',
      creationInfo: { created: '2024-01-01T00:00:00Z', creators: ['Organization: x'] },
      packages: wanted.map(({ name, version }, at) => ({
        SPDXID: `SPDXRef-${at}`,
        name,
        versionInfo: version,
        downloadLocation: 'NOASSERTION',
        filesAnalyzed: false,
        externalRefs: [
          {
            referenceCategory: 'PACKAGE-MANAGER',
            referenceType: 'purl',
            referenceLocator: `pkg:bitnami/${name}@${version}?arch=amd64&distro=debian-12`,
          },
        ],
      })),
    }),
  }),
}

function npmEntry({ name, version }: Wanted): [string, object] {
  return [`node_modules/${name}`, { version }]
}

function crate({ name, version }: Wanted): string {
  return `[[package]]\nname = "${name}"\nversion = "${version}"\nsource = "registry+https://registry.example/index"\n`
}
