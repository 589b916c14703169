import type { VersionScheme } from './version-scheme.ts'

/** One version scheme of the registry: its metadata, with the code behind a lazy import. */
export interface VersionSchemeEntry {
  readonly id: string
  readonly ecosystems: readonly string[]
  readonly authority: string
  readonly load: () => Promise<{ readonly default: VersionScheme }>
}

/** Every file of `versions/`, sorted by id. */
export const VERSION_SCHEMES: readonly VersionSchemeEntry[] = [
  {
    id: 'alpm',
    ecosystems: [],
    authority: 'vercmp(8), libalpm alpm_pkg_vercmp',
    load: () => import('./versions/alpm.ts'),
  },
  {
    id: 'apk',
    ecosystems: ['Alpaquita', 'Alpine', 'BellSoft Hardened Containers', 'Chainguard', 'CleanStart', 'MinimOS', 'Wolfi'],
    authority: 'apk-package(5), apk-tools src/version.c',
    load: () => import('./versions/apk.ts'),
  },
  {
    id: 'bitnami',
    ecosystems: ['Bitnami'],
    authority: 'Semantic Versioning 2.0.0 §11; revisions as in bitnami/go-version',
    load: () => import('./versions/bitnami.ts'),
  },
  {
    id: 'conan',
    ecosystems: ['ConanCenter'],
    authority: 'Conan 2, conan/internal/model/version.py',
    load: () => import('./versions/conan.ts'),
  },
  {
    id: 'cran',
    ecosystems: ['Bioconductor', 'CRAN'],
    authority: 'R base, package_version / compareVersion',
    load: () => import('./versions/cran.ts'),
  },
  {
    id: 'datetime',
    ecosystems: [],
    authority: 'VERS type "datetime"; RFC 3339',
    load: () => import('./versions/datetime.ts'),
  },
  {
    id: 'dpkg',
    ecosystems: ['Debian', 'Echo', 'Ubuntu'],
    authority: 'Debian policy §5.6.12; deb-version(7)',
    load: () => import('./versions/dpkg.ts'),
  },
  {
    id: 'gentoo',
    ecosystems: [],
    authority: 'Gentoo Package Manager Specification 8, §3.3',
    load: () => import('./versions/gentoo.ts'),
  },
  {
    id: 'hackage',
    ecosystems: ['Hackage'],
    authority: 'Haskell Data.Version / Cabal Version, Ord instance',
    load: () => import('./versions/hackage.ts'),
  },
  {
    id: 'intdot',
    ecosystems: [],
    authority: 'VERS type "intdot"',
    load: () => import('./versions/intdot.ts'),
  },
  {
    id: 'lexicographic',
    ecosystems: [],
    authority: 'VERS type "lexicographic"',
    load: () => import('./versions/lexicographic.ts'),
  },
  {
    id: 'maven',
    ecosystems: ['Maven'],
    authority: 'org.apache.maven.artifact.versioning.ComparableVersion (Maven 3.9)',
    load: () => import('./versions/maven.ts'),
  },
  {
    id: 'nuget',
    ecosystems: ['NuGet'],
    authority: 'NuGet.Versioning VersionComparer.Default',
    load: () => import('./versions/nuget.ts'),
  },
  {
    id: 'opam',
    ecosystems: ['opam'],
    authority: 'opam manual, "Version ordering"',
    load: () => import('./versions/opam.ts'),
  },
  {
    id: 'openssl',
    ecosystems: [],
    authority: 'OpenSSL release policy; OPENSSL_VERSION_NUMBER(3)',
    load: () => import('./versions/openssl.ts'),
  },
  {
    id: 'packagist',
    ecosystems: ['Packagist'],
    authority: 'PHP version_compare, as composer/semver calls it',
    load: () => import('./versions/packagist.ts'),
  },
  {
    id: 'pep440',
    ecosystems: ['PyPI'],
    authority: 'PEP 440; packaging.version (LegacyVersion of packaging 21 for the rest)',
    load: () => import('./versions/pep440.ts'),
  },
  {
    id: 'plain',
    ecosystems: ['Android', 'FreeBSD', 'Linux', 'OSS-Fuzz', 'Root', 'TuxCare'],
    authority: 'none: own fallback, described in docs/versions.md',
    load: () => import('./versions/plain.ts'),
  },
  {
    id: 'pub',
    ecosystems: ['Julia', 'Pub'],
    authority: 'pub_semver Version.compareTo; Julia Base.VersionNumber isless',
    load: () => import('./versions/pub.ts'),
  },
  {
    id: 'rpm',
    ecosystems: ['AlmaLinux', 'Azure Linux', 'Mageia', 'Photon OS', 'Red Hat', 'Rocky Linux', 'SUSE', 'openEuler', 'openSUSE'],
    authority: 'rpm-version(7), rpmvercmp',
    load: () => import('./versions/rpm.ts'),
  },
  {
    id: 'rubygems',
    ecosystems: ['RubyGems'],
    authority: 'Gem::Version#<=>',
    load: () => import('./versions/rubygems.ts'),
  },
  {
    id: 'semver',
    ecosystems: ['Docker Hardened Images', 'GHC', 'GitHub Actions', 'Go', 'Hex', 'Kubernetes', 'SwiftURL', 'VSCode', 'crates.io', 'npm'],
    authority: 'Semantic Versioning 2.0.0 §11; golang.org/x/mod/semver',
    load: () => import('./versions/semver.ts'),
  },
]
