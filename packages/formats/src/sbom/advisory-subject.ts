import type { AdvisorySubject, PurlParts } from '@cupel/model'
import { namesSourcePackages } from '@cupel/model'
import { INVENTORY_PROPERTIES } from './bom-of-inventory.ts'

/** Property in which SPDX's `sourceInfo` travels, where it names a source package. */
export const SOURCE_INFO = 'spdx:sourceInfo'

/** Source package and version in the words that Trivy and its followers write to SPDX: `built package from: openssl 3.0.11-1`. */
const BUILT_FROM = /^built package from:? (\S+) (\S+)$/

/** What the packages of the common generators say of their sources: Trivy's properties, and cdxgen's, which has them without prefix. */
const PREFIXES = ['aquasecurity:trivy:', '']

/** Whether a text of SPDX's `sourceInfo` names the source package. */
export function namesSource(sourceInfo: string): boolean {
  return BUILT_FROM.test(sourceInfo)
}

/**
 * What advisories call a component of a bill of materials, where that is not its own name and version: the source package of a
 * distribution's package, an rpm's epoch, Go's standard library. Stated by our own property, by the `upstream` qualifier as syft writes it,
 * by properties, or by SPDX's `sourceInfo`. null where nothing of this is stated.
 */
export function advisorySubject(
  parts: PurlParts,
  { ecosystem, properties }: { readonly ecosystem: string; readonly properties: ReadonlyMap<string, string> },
): AdvisorySubject | null {
  const own = properties.get(INVENTORY_PROPERTIES.subject)
  if (own?.includes(' ')) return { name: own.slice(0, own.indexOf(' ')), version: own.slice(own.indexOf(' ') + 1) }
  if (parts.type === 'golang') return standardLibrary(parts)
  if (parts.type !== 'deb' && parts.type !== 'apk' && parts.type !== 'rpm') return null
  const version = withEpoch(parts.version, parts.qualifiers['epoch'])
  if (parts.type !== 'rpm' || namesSourcePackages(ecosystem)) {
    const source = sourceOf(parts, properties, version)
    if (source !== null) return source
  }
  return version === parts.version ? null : { name: parts.name, version }
}

/** Go's advisories call it `stdlib`; purls of cyclonedx-gomod and others say `std`, with `go` before the version. */
function standardLibrary({ namespace, name, version }: PurlParts): AdvisorySubject | null {
  if (namespace !== '' || (name !== 'std' && name !== 'stdlib')) return null
  const plain = version.replace(/^go(?=\d)/, '')
  return name === 'stdlib' && plain === version ? null : { name: 'stdlib', version: plain }
}

function sourceOf(parts: PurlParts, properties: ReadonlyMap<string, string>, version: string): AdvisorySubject | null {
  const upstream = parts.qualifiers['upstream'] ?? ''
  if (upstream !== '') return ofUpstream(upstream, parts, version)
  for (const prefix of PREFIXES) {
    const name = properties.get(`${prefix}SrcName`)
    const source = properties.get(`${prefix}SrcVersion`)
    if (!name || !source) continue
    const release = properties.get(`${prefix}SrcRelease`)
    return { name, version: withEpoch(release ? `${source}-${release}` : source, properties.get(`${prefix}SrcEpoch`)) }
  }
  const [, name, stated] = BUILT_FROM.exec(properties.get(SOURCE_INFO) ?? '') ?? []
  return name === undefined || stated === undefined ? null : { name, version: stated }
}

/** `openssl`, `openssl@3.0.11-1`, `openssl-3.0.11-1.src.rpm`. The source of an rpm has its package's epoch. */
function ofUpstream(upstream: string, { type, qualifiers }: PurlParts, version: string): AdvisorySubject {
  const rpm = /^(.+)-([^-]+-[^-]+)\.(?:no)?src\.rpm$/.exec(upstream)
  const epoch = type === 'rpm' ? qualifiers['epoch'] : undefined
  if (rpm !== null) return { name: rpm[1] ?? '', version: withEpoch(rpm[2] ?? '', epoch) }
  const at = upstream.lastIndexOf('@')
  return at > 0 ? { name: upstream.slice(0, at), version: withEpoch(upstream.slice(at + 1), epoch) } : { name: upstream, version }
}

function withEpoch(version: string, epoch: string | undefined): string {
  return epoch === undefined || !/^[1-9]\d{0,9}$/.test(epoch) || /^\d+:/.test(version) ? version : `${epoch}:${version}`
}
