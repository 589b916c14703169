import type { Component, Finding, ScanReport } from '@cupel/model'
import { isOpen } from '../text/finding-text.ts'
import { packageOfPurl } from './package-of-purl.ts'

/** Why a finding no longer counts: the component or the problem is gone, or a statement closed it. */
export interface ResolvedFinding {
  readonly finding: Finding
  readonly how: 'gone' | Finding['state']
}

/** A finding that was there before and now stands in more files. */
export interface SpreadFinding {
  readonly finding: Finding
  /** Files it was not in before, sorted. */
  readonly paths: readonly string[]
}

export interface FindingChanges {
  /** Count now and did not before. */
  readonly added: readonly Finding[]
  /** Counted before and do not now. */
  readonly resolved: readonly ResolvedFinding[]
  /** Count before and after, as they are after. */
  readonly unchanged: readonly Finding[]
  /** Those of `unchanged` that came to more files than they left. */
  readonly spread: readonly SpreadFinding[]
}

type Side = Pick<ScanReport, 'components' | 'findings'>

/**
 * What a change brings. A finding is the same before and after when a problem id and the package agree, and the version too. Of
 * two versions the later one takes the place of an earlier one that left with the change (an upgrade that does not help is not
 * new); one version can be replaced once, so a second vulnerable version beside a kept one is new. The same version in another
 * file is the same finding, told as spread.
 */
export function matchFindings(before: Side, after: Side): FindingChanges {
  const wasOpen = before.findings.filter(isOpen)
  const byKey = index(wasOpen)
  const present = purlsOf(after.components)
  const known = purlsOf(before.components)
  const earlier = new Map<Finding, Finding>()
  const open = after.findings.filter(isOpen)
  for (const one of open) {
    const same = about(byKey, one).find(({ component }) => component === one.component)
    if (same !== undefined) earlier.set(one, same)
  }
  const taken = new Set<Finding>(earlier.values())
  // What was replaced in the same file is told from what came elsewhere.
  for (const isReplaced of [sharePath, () => true]) {
    for (const one of open) {
      if (earlier.has(one) || known.has(one.component)) continue
      const replaced = about(byKey, one).find((old) => !taken.has(old) && !present.has(old.component) && isReplaced(old, one))
      if (replaced === undefined) continue
      earlier.set(one, replaced)
      taken.add(replaced)
    }
  }
  const unchanged = open.filter((one) => earlier.has(one))
  return {
    added: open.filter((one) => !earlier.has(one)),
    resolved: resolvedOf(wasOpen, { taken, after, known }),
    unchanged,
    spread: unchanged.flatMap((finding) => spreadOf(finding, earlier.get(finding) as Finding)),
  }
}

function resolvedOf(
  wasOpen: readonly Finding[],
  { taken, after, known }: { readonly taken: ReadonlySet<Finding>; readonly after: Side; readonly known: ReadonlySet<string> },
): readonly ResolvedFinding[] {
  const byKey = index(after.findings.filter((one) => !isOpen(one)))
  return wasOpen
    .filter((one) => !taken.has(one))
    .map((finding) => {
      const now = about(byKey, finding)
      const closed = now.find(({ component }) => component === finding.component) ?? now.find(({ component }) => !known.has(component))
      return { finding, how: closed?.state ?? 'gone' }
    })
}

function spreadOf(finding: Finding, earlier: Finding): readonly SpreadFinding[] {
  const [was, is] = [earlier, finding].map(pathsOf) as [ReadonlySet<string>, ReadonlySet<string>]
  const paths = [...is].filter((path) => !was.has(path)).sort()
  return is.size > was.size ? [{ finding, paths }] : []
}

function sharePath(a: Finding, b: Finding): boolean {
  const paths = pathsOf(a)
  return b.locations.some(({ path }) => paths.has(path))
}

function pathsOf({ locations }: Finding): ReadonlySet<string> {
  return new Set(locations.map(({ path }) => path))
}

function purlsOf(components: readonly Component[]): ReadonlySet<string> {
  return new Set(components.map(({ purl }) => purl))
}

function index(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const byKey = new Map<string, Finding[]>()
  for (const finding of findings) {
    for (const key of keysOf(finding)) {
      const known = byKey.get(key)
      if (known === undefined) byKey.set(key, [finding])
      else known.push(finding)
    }
  }
  return byKey
}

function about(byKey: ReadonlyMap<string, readonly Finding[]>, finding: Finding): readonly Finding[] {
  return [...new Set(keysOf(finding).flatMap((key) => byKey.get(key) ?? []))]
}

function keysOf({ component, advisory }: Finding): readonly string[] {
  const base = packageOfPurl(component)
  return [advisory.id, ...advisory.aliases].map((id) => `${base} ${id.toUpperCase()}`)
}
