import { parsePurl, PurlInvalid } from '@cupel/model'
import type { Component, Finding, ScanReport } from '@cupel/model'
import { isOpen } from '../text/finding-text.ts'

/** One package whose versions are not the same before and after. */
export interface ComponentChange {
  /** purl without version. */
  readonly package: string
  readonly name: string
  /** Versions that are gone, and that came. One of the lists may be empty. */
  readonly removed: readonly string[]
  readonly added: readonly string[]
}

/** Why a finding no longer counts: the component or the problem is gone, or a statement closed it. */
export interface ResolvedFinding {
  readonly finding: Finding
  readonly how: 'gone' | Finding['state']
}

/** What changed between two results. Versions of one package are compared, not single purls, so that an upgrade is one change. */
export interface ReportDiff {
  readonly before: Pick<ScanReport, 'target' | 'index'>
  readonly after: Pick<ScanReport, 'target' | 'index' | 'verdict'>
  readonly components: {
    readonly added: readonly ComponentChange[]
    readonly removed: readonly ComponentChange[]
    readonly changed: readonly ComponentChange[]
  }
  readonly findings: {
    /** Count now and did not before. */
    readonly added: readonly Finding[]
    /** Counted before and do not now. */
    readonly resolved: readonly ResolvedFinding[]
    /** Count before and after, as they are after. */
    readonly unchanged: readonly Finding[]
  }
  /** Whether other advisory data was asked: then new findings may come from the data, not from the change. */
  readonly indexChanged: boolean
}

/** A finding is the same before and after when package and any id agree; the version may differ. Same input, same order. */
export function diffReports(before: ScanReport, after: ScanReport): ReportDiff {
  const open = after.findings.filter(isOpen)
  const wasOpen = keysOf(before.findings.filter(isOpen))
  const isNow = new Map(after.findings.flatMap((one) => findingKeys(one).map((key) => [key, one] as const)))
  const openNow = keysOf(open)
  const resolved = before.findings.filter((one) => isOpen(one) && !findingKeys(one).some((key) => openNow.has(key)))
  return {
    before: { target: before.target, index: before.index },
    after: { target: after.target, index: after.index, verdict: after.verdict },
    components: diffComponents(before.components, after.components),
    findings: {
      added: open.filter((one) => !findingKeys(one).some((key) => wasOpen.has(key))),
      resolved: resolved.map((finding) => {
        const now = findingKeys(finding)
          .map((key) => isNow.get(key))
          .find((one) => one !== undefined)
        return { finding, how: now === undefined ? 'gone' : now.state }
      }),
      unchanged: open.filter((one) => findingKeys(one).some((key) => wasOpen.has(key))),
    },
    indexChanged: before.index.digest !== after.index.digest,
  }
}

function keysOf(findings: readonly Finding[]): ReadonlySet<string> {
  return new Set(findings.flatMap(findingKeys))
}

function findingKeys({ component, advisory }: Finding): readonly string[] {
  const base = splitPurl(component).base
  return [advisory.id, ...advisory.aliases].map((id) => `${base} ${id.toUpperCase()}`)
}

interface Versions {
  readonly name: string
  readonly before: Set<string>
  readonly after: Set<string>
}

function diffComponents(before: readonly Component[], after: readonly Component[]): ReportDiff['components'] {
  const packages = new Map<string, Versions>()
  const collect = (components: readonly Component[], side: 'before' | 'after'): void => {
    for (const one of components) {
      const { base } = splitPurl(one.purl)
      const known = packages.get(base) ?? { name: one.name, before: new Set(), after: new Set() }
      packages.set(base, known)
      known[side].add(one.version)
    }
  }
  collect(before, 'before')
  collect(after, 'after')
  const changes: ComponentChange[] = []
  for (const [base, versions] of [...packages].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const removed = [...versions.before].filter((one) => !versions.after.has(one)).sort()
    const added = [...versions.after].filter((one) => !versions.before.has(one)).sort()
    if (removed.length + added.length > 0) changes.push({ package: base, name: versions.name, removed, added })
  }
  return {
    added: changes.filter((one) => one.removed.length === 0 && (packages.get(one.package)?.before.size ?? 0) === 0),
    removed: changes.filter((one) => one.added.length === 0 && (packages.get(one.package)?.after.size ?? 0) === 0),
    changed: changes.filter((one) => {
      const versions = packages.get(one.package)
      return versions !== undefined && versions.before.size > 0 && versions.after.size > 0
    }),
  }
}

/** The purl without its version; qualifiers stay, since another architecture is another package. */
function splitPurl(purl: string): { readonly base: string } {
  try {
    const { version } = parsePurl(purl)
    const at = version === '' ? -1 : purl.lastIndexOf('@')
    const end = at < 0 ? -1 : purl.slice(at).search(/[?#]/)
    return { base: at < 0 ? purl : purl.slice(0, at) + (end < 0 ? '' : purl.slice(at + end)) }
  } catch (error) {
    if (!(error instanceof PurlInvalid)) throw error
    return { base: purl }
  }
}
