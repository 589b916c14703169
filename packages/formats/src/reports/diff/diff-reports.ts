import type { Component, ScanReport } from '@cupel/model'
import { matchFindings } from './match-findings.ts'
import type { FindingChanges } from './match-findings.ts'
import { packageOfPurl } from './package-of-purl.ts'

/** One package whose versions are not the same before and after. */
export interface ComponentChange {
  /** purl without version. */
  readonly package: string
  readonly name: string
  /** Versions that are gone, and that came. One of the lists may be empty. */
  readonly removed: readonly string[]
  readonly added: readonly string[]
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
  readonly findings: FindingChanges
  /** Whether other advisory data was asked: then new findings may come from the data, not from the change. */
  readonly indexChanged: boolean
}

/** Compares two results; what makes a finding new is told at matchFindings. Same input, same order. */
export function diffReports(before: ScanReport, after: ScanReport): ReportDiff {
  return {
    before: { target: before.target, index: before.index },
    after: { target: after.target, index: after.index, verdict: after.verdict },
    components: diffComponents(before.components, after.components),
    findings: matchFindings(before, after),
    indexChanged: before.index.digest !== after.index.digest,
  }
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
      const base = packageOfPurl(one.purl)
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
