import { debianReleaseOf, isUbuntuLts, ubuntuReleaseOf } from './distro-releases.ts'
import type { PurlParts } from './purl.ts'

/** purl types whose packages are one OSV ecosystem. */
const BY_TYPE: Readonly<Record<string, string>> = {
  bitnami: 'Bitnami',
  cargo: 'crates.io',
  composer: 'Packagist',
  conan: 'ConanCenter',
  cran: 'CRAN',
  bioconductor: 'Bioconductor',
  dhi: 'Docker Hardened Images',
  gem: 'RubyGems',
  githubactions: 'GitHub Actions',
  golang: 'Go',
  hackage: 'Hackage',
  hex: 'Hex',
  julia: 'Julia',
  maven: 'Maven',
  npm: 'npm',
  nuget: 'NuGet',
  opam: 'opam',
  pub: 'Pub',
  pypi: 'PyPI',
  swift: 'SwiftURL',
  'vscode-extension': 'VSCode',
}

/**
 * Distributions by purl type and namespace (also as Trivy writes them), with the suffix their OSV ecosystem has. Red Hat's suffix is the
 * CPE of a product stream, which no purl tells: it is the one that stands for its release.
 */
const BY_NAMESPACE: Readonly<Record<string, readonly [ecosystem: string, suffix: (release: string) => string]>> = {
  'apk/alpine': ['Alpine', alpineRelease],
  'apk/alpaquita': ['Alpaquita', asWritten],
  'apk/bellsoft-hardened-containers': ['BellSoft Hardened Containers', asWritten],
  'apk/chainguard': ['Chainguard', none],
  'apk/cleanstart': ['CleanStart', none],
  'apk/minimos': ['MinimOS', none],
  'apk/wolfi': ['Wolfi', none],
  'deb/debian': ['Debian', debianRelease],
  'deb/echo': ['Echo', none],
  'deb/ubuntu': ['Ubuntu', ubuntuRelease],
  'rpm/alma': ['AlmaLinux', major],
  'rpm/almalinux': ['AlmaLinux', major],
  'rpm/azure-linux': ['Azure Linux', major],
  'rpm/azurelinux': ['Azure Linux', major],
  'rpm/cbl-mariner': ['Azure Linux', major],
  'rpm/centos': ['Red Hat', redHatRelease],
  'rpm/mariner': ['Azure Linux', major],
  'rpm/mageia': ['Mageia', asWritten],
  'rpm/openeuler': ['openEuler', asWritten],
  'rpm/opensuse': ['openSUSE', opensuseRelease],
  'rpm/opensuse-leap': ['openSUSE', leapRelease],
  'rpm/opensuse-tumbleweed': ['openSUSE', tumbleweed],
  'rpm/opensuse.leap': ['openSUSE', leapRelease],
  'rpm/opensuse.tumbleweed': ['openSUSE', tumbleweed],
  'rpm/photon': ['Photon OS', asWritten],
  'rpm/redhat': ['Red Hat', redHatRelease],
  'rpm/rhel': ['Red Hat', redHatRelease],
  'rpm/rocky': ['Rocky Linux', major],
  'rpm/rocky-linux': ['Rocky Linux', major],
  'rpm/rockylinux': ['Rocky Linux', major],
  'rpm/sles': ['SUSE', slesRelease],
  'rpm/suse': ['SUSE', slesRelease],
}

/**
 * The OSV ecosystem (osv-schema "Defined ecosystems") of a package, with the release from the `distro` qualifier
 * where OSV scopes by release; without one the bare ecosystem. Empty where OSV has none.
 */
export function ecosystemOfPurl(parts: PurlParts): string {
  if (Object.hasOwn(BY_TYPE, parts.type)) return BY_TYPE[parts.type] ?? ''
  if (parts.type === 'github' && parts.qualifiers['ecosystem'] === 'actions') return 'GitHub Actions'
  const entry = BY_NAMESPACE[`${parts.type}/${parts.namespace}`]
  if (entry === undefined) return ''
  const [ecosystem, suffixOf] = entry
  const suffix = suffixOf(release(parts.qualifiers['distro'] ?? '', parts.namespace))
  return suffix === '' ? ecosystem : `${ecosystem}:${suffix}`
}

/** The package's name as OSV writes it: `@scope/name`, `group:artifact`, a Go path, `vendor/package`, `owner/repo`. */
export function packageNameOf(parts: PurlParts): string {
  const { type, namespace, name } = parts
  if (namespace === '' || BY_NAMESPACE[`${type}/${namespace}`] !== undefined) return name
  if (type === 'apk' || type === 'deb' || type === 'rpm' || type === 'alpm' || type === 'conan') return name
  if (type === 'maven') return `${namespace}:${name}`
  if (type === 'vscode-extension') return `${namespace}.${name}`
  // An action below the top of its repository (`github/codeql-action/init`) is that repository.
  if (type === 'githubactions' || (type === 'github' && parts.qualifiers['ecosystem'] === 'actions'))
    return `${namespace}/${name}`.split('/').slice(0, 2).join('/')
  return `${namespace}/${name}`
}

/** `debian-12`, `12` and `bookworm` all name a release; the distribution's own prefix is cut. */
function release(distro: string, namespace: string): string {
  const text = distro.toLowerCase()
  const prefix = `${namespace}-`
  return text.startsWith(prefix) ? distro.slice(prefix.length) : distro
}

function none(): string {
  return ''
}

function asWritten(text: string): string {
  return text
}

function major(text: string): string {
  return /(?:^|[^\d])(\d+)(?:\.\d+)*$/.exec(text)?.[1] ?? ''
}

function alpineRelease(text: string): string {
  if (/^v?edge$/i.test(text)) return 'edge'
  const found = /^v?(\d+\.\d+)/i.exec(text)
  return found?.[1] === undefined ? '' : `v${found[1]}`
}

function opensuseRelease(text: string): string {
  return /tumbleweed/i.test(text) ? 'Tumbleweed' : leapRelease(text)
}

function leapRelease(text: string): string {
  const number = /\d+\.\d+$/.exec(text)?.[0]
  return number === undefined ? '' : `Leap ${number}`
}

function tumbleweed(): string {
  return 'Tumbleweed'
}

/** `rhel-9.3`, `9`, `redhat-8.10`: the base repository of the release. */
function redHatRelease(text: string): string {
  const number = major(text)
  return number === '' ? '' : `enterprise_linux:${number}::${Number(number) < 8 ? 'server' : 'baseos'}`
}

/** `15.4` is sold as `Linux Enterprise Server 15 SP4`; from 16 on, and for Micro, the number is as it is written. */
function slesRelease(text: string): string {
  const match = /(\d+)(?:\.(\d+))?$/.exec(text)
  if (match === null) return ''
  const [number, version = '', pack = '0'] = match
  if (/micro/i.test(text)) return `Linux ${Number(version) < 6 ? 'Enterprise ' : ''}Micro ${number}`
  if (Number(version) > 15) return `Linux Enterprise Server ${number}`
  return `Linux Enterprise Server ${version}${pack === '0' ? '' : ` SP${pack}`}`
}

function debianRelease(text: string): string {
  const number = /^(\d+)(?:\.\d+)*$/.exec(text)?.[1]
  return number ?? debianReleaseOf(text.toLowerCase())
}

/** OSV writes long-term support releases as `22.04:LTS`, and `Pro:` before those of the extended maintenance. */
function ubuntuRelease(text: string): string {
  const [name = '', pro = ''] = text.toLowerCase().split('/')
  const number = /^\d+\.\d+/.exec(name)?.[0] ?? ubuntuReleaseOf(name)
  if (number === '') return ''
  return `${pro.startsWith('esm') ? 'Pro:' : ''}${number}${isUbuntuLts(number) ? ':LTS' : ''}`
}
