import { advisoryName, takesNamesAsWritten } from '@cupel/model'

/** Grows whenever a package gets another key, here or by advisoryName: what was stored under the keys of before is not found by these. */
export const PACKAGE_KEY_REVISION = 2

/** Distributions: the part of the OSV ecosystem after the colon is a release, and releases have advisories of their own. */
const RELEASED: ReadonlySet<string> = new Set([
  'AlmaLinux',
  'Alpaquita',
  'Alpine',
  'Android',
  'Azure Linux',
  'BellSoft Hardened Containers',
  'Debian',
  'Mageia',
  'Photon OS',
  'Red Hat',
  'Rocky Linux',
  'SUSE',
  'Ubuntu',
  'openEuler',
  'openSUSE',
])

/** Releases whose advisories name only the major number. */
const BY_MAJOR: ReadonlySet<string> = new Set(['AlmaLinux', 'Debian', 'Rocky Linux'])

/** OSV ecosystem without its suffix: `Debian:12` and `Debian` are of the family `Debian`. */
export function ecosystemFamily(ecosystem: string): string {
  const colon = ecosystem.indexOf(':')
  return colon === -1 ? ecosystem : ecosystem.slice(0, colon)
}

/** Whether advisories of this family are for one release each. */
export function hasReleases(family: string): boolean {
  return RELEASED.has(family)
}

/**
 * The release in the one spelling that keys use; empty when none is stated or the family has none. Installed systems and
 * advisories spell it differently: `v3.19` and `3.19.1`, `22.04:LTS` and `22.04`, `12` and `12.5`.
 */
export function releaseOf(ecosystem: string): string {
  const family = ecosystemFamily(ecosystem)
  if (family.length === ecosystem.length || !RELEASED.has(family)) return ''
  const suffix = ecosystem.slice(family.length + 1)
  if (family === 'Ubuntu') return suffix.endsWith(':LTS') ? suffix.slice(0, -4) : suffix
  if (family === 'Alpine') return alpineBranch(suffix)
  if (family === 'SUSE') return suseRelease(suffix)
  if (BY_MAJOR.has(family)) return /^\d+\.\d/.test(suffix) && !/^3\.[01]$/.test(suffix) ? suffix.slice(0, suffix.indexOf('.')) : suffix
  return suffix
}

function alpineBranch(suffix: string): string {
  const plain = /^v\d/.test(suffix) ? suffix.slice(1) : suffix
  const parts = plain.split('.')
  return parts.length > 2 ? `${parts[0]}.${parts[1]}` : plain
}

/** `Linux Enterprise Server for SAP Applications 12 SP5`, `Linux Enterprise Server 11 SP4-LTSS EXTREME CORE`, `Linux Micro 6.0` */
const SUSE_PRODUCT = /^Linux (Enterprise )?(Micro )?(?:.* )?(\d+(?:\.\d+)?)(?:[ -](SP\d+))?(?:[ -][A-Z][\w -]*)?$/

/** Modules of SUSE Linux Enterprise 12 are for all its service packs. */
const SUSE_12_MODULES = '12 modules'

/**
 * SUSE files an update under every product that ships the package: on release 15 the base packages under `Linux Enterprise Module for
 * Basesystem 15 SP5`, later under `Linux Enterprise Server 15 SP5-LTSS`, hardly any under the name that os-release gives. Products of one
 * release and service pack share their packages, so these two are the key. Micro counts by itself, and other products stay as they are.
 */
function suseRelease(suffix: string): string {
  const found = suffix.length > 200 ? null : SUSE_PRODUCT.exec(suffix)
  if (found === null) return suffix
  const [, enterprise, micro, number = '', pack] = found
  if (micro !== undefined) return `Micro ${number}`
  if (enterprise === undefined) return suffix
  if (pack !== undefined) return `${number} ${pack}`
  return number === '12' && suffix.includes(' Module ') ? SUSE_12_MODULES : number
}

/** Key under which the index keeps the entries of one package of one release. */
export function packageKey(ecosystem: string, name: string): string {
  return joinKey(releaseOf(ecosystem), advisoryName(ecosystem, name))
}

/**
 * Ubuntu states a vulnerability of a package either for the release or, once its mend is for subscribers only, under `Pro:` — never
 * under both. A system needs both; kernels for special machines have streams of their own, which their names tell.
 */
function ubuntuStreams(release: string, name: string): readonly string[] {
  const number = /\d+\.\d+/.exec(release)?.[0] ?? release
  const certified = [`Pro:FIPS-updates:${number}`, `Pro:FIPS:${number}`, `Pro:FIPS-preview:${number}`]
  if (release.startsWith('Pro:FIPS')) return certified
  const streams = [number, `Pro:${number}`]
  if (!name.startsWith('linux-')) return streams
  if (name.includes('-realtime')) streams.push(`Pro:${number}:LTS:Realtime:Kernel`)
  if (name.endsWith('-fips')) streams.push(...certified)
  if (name.includes('-bluefield')) streams.push(`${number}:LTS:for:NVIDIA:BlueField`)
  return streams
}

/** Repositories of one Red Hat release: os-release names the base, and advisories the one that a package is from. */
const RED_HAT_STREAMS = [
  'baseos',
  'appstream',
  'crb',
  'highavailability',
  'resilientstorage',
  'realtime',
  'nfv',
  'sap',
  'sap_hana',
  'supplementary',
  'server',
  'client',
  'workstation',
  'computenode',
]

function redHatStreams(release: string): readonly string[] {
  const major = /^enterprise_linux:(\d+)/.exec(release)?.[1]
  if (major === undefined) return [release]
  return [...new Set([release, `enterprise_linux:${major}`, ...RED_HAT_STREAMS.map((stream) => `enterprise_linux:${major}::${stream}`)])]
}

function releasesOf(family: string, release: string, name: string): readonly string[] {
  if (family === 'Ubuntu') return ubuntuStreams(release, name)
  if (family === 'SUSE' && /^12(?: SP\d+)?$/.test(release)) return [release, SUSE_12_MODULES]
  return family === 'Red Hat' ? redHatStreams(release) : [release]
}

/** Keys to look under: the release's own and, for records that name no release, the one without. */
export function lookupKeys(ecosystem: string, name: string): readonly string[] {
  const plain = joinKey('', advisoryName(ecosystem, name))
  const release = releaseOf(ecosystem)
  if (release === '') return [plain]
  return [...releasesOf(ecosystemFamily(ecosystem), release, name).map((one) => one + plain), plain]
}

/** What stands before a name in its only key, where no release is stated and names are taken as they are written; else null. */
export function plainPrefix(ecosystem: string): string | null {
  return releaseOf(ecosystem) === '' && takesNamesAsWritten(ecosystem) ? joinKey('', '') : null
}

/** Release part of a key. */
export function releaseOfKey(key: string): string {
  return key.slice(0, key.indexOf('\n'))
}

function joinKey(release: string, name: string): string {
  return `${release}\n${name}`
}
