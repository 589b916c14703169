import { ecosystemOfPurl } from '@cupel/model'

/** What the operating system of a tree is, as its packages need it. */
export interface Distribution {
  /** Namespace of purls: `debian`, `alpine`, `redhat`. */
  readonly namespace: string
  /** `distro` qualifier: `debian-12`; empty when the release is not known. */
  readonly distro: string
  /** OSV ecosystem with suffix; empty where OSV has none. */
  readonly ecosystem: string
}

/** purl type of the package database. */
export type PackageKind = 'alpm' | 'apk' | 'deb' | 'rpm'

/** The distribution that an os-release file describes; its `ID` is lower-case by definition, but not everywhere. */
export function distributionOf(kind: PackageKind, release: ReadonlyMap<string, string>): Distribution {
  const id = (release.get('ID') ?? '').toLowerCase()
  const version = release.get('VERSION_ID') ?? ''
  const namespace = NAMESPACES[id] ?? id
  const number = version === '' ? (release.get('VERSION_CODENAME') ?? '') : version
  const distro = number === '' ? id : `${id}-${number}`
  return { namespace, distro, ecosystem: ecosystemOf(kind, { id, number, namespace, release }) }
}

/** The purl-spec gives vendors where os-release gives products. */
const NAMESPACES: Readonly<Record<string, string>> = {
  rhel: 'redhat',
  sles: 'suse',
  sled: 'suse',
  sle_hpc: 'suse',
  'sle-micro': 'suse',
  'sl-micro': 'suse',
  sles_sap: 'suse',
  suse: 'suse',
  'opensuse-leap': 'opensuse',
  'opensuse-tumbleweed': 'opensuse',
  'opensuse-leap-micro': 'opensuse',
  'opensuse-slowroll': 'opensuse',
  clnstrt: 'cleanstart',
  mariner: 'azurelinux',
  ol: 'oracle',
  amzn: 'amazon',
}

interface Named {
  readonly id: string
  readonly number: string
  readonly namespace: string
  readonly release: ReadonlyMap<string, string>
}

function ecosystemOf(kind: PackageKind, { id, number, namespace, release }: Named): string {
  if (kind === 'rpm') {
    const own = RPM_ECOSYSTEMS[id]?.(number, release)
    if (own !== undefined) return own
  }
  // The first releases count by their two numbers.
  if (kind === 'deb' && id === 'debian' && /^[123]\.\d$/.test(number)) return `Debian:${number}`
  // An Alpine of the development branch states the release it will become.
  if (kind === 'apk' && id === 'alpine' && number.includes('_alpha')) return 'Alpine:edge'
  const own = ofPurl(kind, namespace, number)
  return own === '' && kind === 'deb' ? ofBase(release) : own
}

function ofPurl(kind: PackageKind, namespace: string, distro: string): string {
  return ecosystemOfPurl({ type: kind, namespace, name: 'x', version: '', qualifiers: { distro }, subpath: '' })
}

/** A distribution made of the packages of another one's release says so by that release's code name. */
function ofBase(release: ReadonlyMap<string, string>): string {
  const ubuntu = release.get('UBUNTU_CODENAME') ?? ''
  if (ubuntu !== '') return ofPurl('deb', 'ubuntu', ubuntu)
  const likes = (release.get('ID_LIKE') ?? '').split(' ')
  const debian = release.get('DEBIAN_CODENAME') ?? (likes.includes('debian') ? (release.get('VERSION_CODENAME') ?? '') : '')
  return debian === '' ? '' : ofPurl('deb', 'debian', debian)
}

const RPM_ECOSYSTEMS: Readonly<Record<string, (number: string, release: ReadonlyMap<string, string>) => string>> = {
  rhel: (number, release) => withSuffix('Red Hat', redHatRelease(number, release.get('CPE_NAME') ?? '')),
  // Rebuilt from the same sources under the same versions.
  centos: (number) => withSuffix('Red Hat', redHatRelease(number, '')),
  'opensuse-leap': (number) => withSuffix('openSUSE', 'Leap ' + number),
  'opensuse-leap-micro': (number) => withSuffix('openSUSE', 'Leap Micro ' + number),
  'opensuse-tumbleweed': () => 'openSUSE:Tumbleweed',
  sles: suse,
  sled: suse,
  sle_hpc: suse,
  sles_sap: suse,
  'sle-micro': suse,
  'sl-micro': suse,
  openeuler: (_, release) => withSuffix('openEuler', openEulerRelease(release.get('VERSION') ?? '')),
}

/** The suffix is the CPE after the vendor; before release 8 a CPE names the point release, which advisories do not. */
function redHatRelease(number: string, cpe: string): string {
  const stated = /:redhat:(enterprise_linux:\d+::\w+)$/.exec(cpe)?.[1]
  const major = /^\d+/.exec(number)?.[0]
  if (stated !== undefined || major === undefined) return stated ?? ''
  return `enterprise_linux:${major}::${Number(major) < 8 ? 'server' : 'baseos'}`
}

function suse(_: string, release: ReadonlyMap<string, string>): string {
  return withSuffix('SUSE', (release.get('PRETTY_NAME') ?? '').replace(/^SUSE /, ''))
}

/** `22.03 (LTS-SP3)` is `22.03-LTS-SP3`. */
function openEulerRelease(version: string): string {
  const [number = '', name = ''] = version.split(' ')
  return name === '' ? number : `${number}-${name.replace(/[()]/g, '')}`
}

function withSuffix(ecosystem: string, suffix: string | undefined): string {
  return suffix === undefined || suffix.trim() === '' ? ecosystem : `${ecosystem}:${suffix}`
}
