import type { MatchReason } from './finding.ts'
import type { OsvAffected, OsvEvent, OsvRange } from './osv.ts'
import type { VersionScheme } from './version-scheme.ts'

/** `unknown`: the advisory names the package, but whether this version is meant cannot be told; never treated as safe. */
export type AffectedState =
  | { readonly state: 'affected'; readonly reason: MatchReason }
  | { readonly state: 'unaffected' }
  | { readonly state: 'unknown'; readonly detail: string }

/** What evaluateAffected reads of an `affected` entry. */
export type AffectedVersions = Pick<OsvAffected, 'ranges' | 'versions'>

const UNAFFECTED: AffectedState = { state: 'unaffected' }
const ALL_VERSIONS: AffectedState = { state: 'affected', reason: { by: 'all-versions', text: 'all versions' } }

/**
 * OSV schema, "Evaluation": is this version of the package meant by one `affected` entry? Several entries for one
 * package are the caller's loop. Ranges of type GIT and of unknown types are skipped. An entry with neither versions
 * nor ranges affects nothing, as the schema's pseudocode says. A version that is empty or that the scheme does not
 * know is `unknown` wherever a range would have to be evaluated and does not hold every version. A name that moves is affected where it
 * is as it is written, or where the newest version of its line is.
 */
export function evaluateAffected(scheme: VersionScheme, affected: AffectedVersions, version: string): AffectedState {
  const state = evaluateVersion(scheme, affected, version)
  if (scheme.newest === undefined || state.state !== 'unaffected') return state
  const newest = scheme.newest(version)
  return newest === null ? state : evaluateVersion(scheme, affected, newest)
}

function evaluateVersion(scheme: VersionScheme, affected: AffectedVersions, version: string): AffectedState {
  const { ranges, versions } = affected
  let comparable: boolean | null = null
  for (const range of ranges ?? []) {
    if (!isVersionRange(range)) continue
    if (holdsEveryVersion(range.events)) return ALL_VERSIONS
    comparable ??= version !== '' && scheme.valid(version)
    if (!comparable) continue
    const event = decidingEvent(scheme, range.events, version)
    if (event?.introduced === undefined || !isBelowLimits(scheme, range.events, version)) continue
    return { state: 'affected', reason: { by: 'range', text: rangeText(scheme, range.events, event.introduced) } }
  }
  const listed = versions !== undefined && versions.length > 0
  if (version === '') return listed || comparable === false ? { state: 'unknown', detail: 'no version is known' } : UNAFFECTED
  if (listed && isListed(scheme, versions, version)) return { state: 'affected', reason: { by: 'version-list', text: version } }
  if (comparable === false) return { state: 'unknown', detail: `"${version}" is not a version of the scheme ${scheme.id}` }
  return UNAFFECTED
}

/** The `fixed` events that end the ranges in which the version lies, in version order, without repetition. */
export function fixedVersionsFor(scheme: VersionScheme, affected: AffectedVersions, version: string): string[] {
  const fixed = new Set<string>()
  for (const range of affected.ranges ?? []) {
    if (!isVersionRange(range)) continue
    const introduced = version === '' ? lowestIntroduced(scheme, range.events) : introducedAt(scheme, range.events, version)
    if (introduced === undefined) continue
    const end = nextEnd(scheme, range.events, introduced)
    if (end?.fixed !== undefined) fixed.add(end.fixed)
  }
  return [...fixed].sort((a, b) => scheme.compare(a, b))
}

function introducedAt(scheme: VersionScheme, events: readonly OsvEvent[], version: string): string | undefined {
  const introduced = decidingEvent(scheme, events, version)?.introduced
  const newest = introduced === undefined ? (scheme.newest?.(version) ?? null) : null
  return newest === null ? introduced : decidingEvent(scheme, events, newest)?.introduced
}

/** Whether the range is of versions: GIT ranges hold commits, other types are not defined. */
export function isVersionRange(range: OsvRange): boolean {
  return range.type === 'SEMVER' || range.type === 'ECOSYSTEM'
}

/** Whether one range of versions, given by its events in any order, holds the version. */
export function isInRange(scheme: VersionScheme, events: readonly OsvEvent[], version: string): boolean {
  return decidingEvent(scheme, events, version)?.introduced !== undefined && isBelowLimits(scheme, events, version)
}

function isListed(scheme: VersionScheme, versions: readonly string[], version: string): boolean {
  if (versions.includes(version)) return true
  const same = scheme.same ?? ((a: string, b: string) => scheme.compare(a, b) === 0)
  for (const listed of versions) if (same(listed, version)) return true
  return false
}

/** A range without any upper end from the very beginning: it needs no order. */
export function holdsEveryVersion(events: readonly OsvEvent[]): boolean {
  let everything = false
  for (const event of events) {
    if (event.introduced === '0') everything = true
    else if (event.fixed !== undefined || event.last_affected !== undefined) return false
    else if (event.limit !== undefined && event.limit !== '*') return false
  }
  return everything
}

/**
 * The last event, in version order, that has happened at the version. Events of the same version happen in the order
 * given: `fixed 2, introduced 2` begins anew, `introduced 2, fixed 2` is empty.
 */
function decidingEvent(scheme: VersionScheme, events: readonly OsvEvent[], version: string): OsvEvent | undefined {
  let last: OsvEvent | undefined
  for (const event of events) {
    if (!hasHappened(scheme, event, version)) continue
    if (last === undefined || eventOrder(scheme, event, last) >= 0) last = event
  }
  return last
}

function hasHappened(scheme: VersionScheme, event: OsvEvent, version: string): boolean {
  if (event.introduced !== undefined) return event.introduced === '0' || scheme.compare(version, event.introduced) >= 0
  if (event.fixed !== undefined) return scheme.compare(version, event.fixed) >= 0
  if (event.last_affected === undefined) return false
  // A local build of the last affected version is that version (`2.0.0+cu118`, PEP 440).
  return scheme.compare(version, event.last_affected) > 0 && !scheme.same?.(event.last_affected, version)
}

/** Order of two events by the version at which they happen; `introduced: 0` is before all. */
export function eventOrder(scheme: VersionScheme, a: OsvEvent, b: OsvEvent): number {
  if (a.introduced === '0' || b.introduced === '0') return a.introduced === b.introduced ? 0 : a.introduced === '0' ? -1 : 1
  return scheme.compare(eventVersion(a), eventVersion(b))
}

function eventVersion(event: OsvEvent): string {
  return event.introduced ?? event.fixed ?? event.last_affected ?? ''
}

function isBelowLimits(scheme: VersionScheme, events: readonly OsvEvent[], version: string): boolean {
  let limited = false
  for (const { limit } of events) {
    if (limit === undefined) continue
    if (limit === '*' || scheme.compare(version, limit) < 0) return true
    limited = true
  }
  return !limited
}

/** The event that ends the stretch which begins at `introduced`: the lowest end at or above it. */
function nextEnd(scheme: VersionScheme, events: readonly OsvEvent[], introduced: string): OsvEvent | undefined {
  let end: OsvEvent | undefined
  for (const event of events) {
    const at = event.fixed ?? event.last_affected
    if (at === undefined) continue
    if (introduced !== '0' && scheme.compare(at, introduced) < (event.fixed === undefined ? 0 : 1)) continue
    if (end === undefined || scheme.compare(at, eventVersion(end)) < 0) end = event
  }
  return end
}

function lowestIntroduced(scheme: VersionScheme, events: readonly OsvEvent[]): string | undefined {
  let lowest: OsvEvent | undefined
  for (const event of events) {
    if (event.introduced !== undefined && (lowest === undefined || eventOrder(scheme, event, lowest) < 0)) lowest = event
  }
  return lowest?.introduced
}

/** `>=1.2.0 <1.4.3` */
function rangeText(scheme: VersionScheme, events: readonly OsvEvent[], introduced: string): string {
  const parts = introduced === '0' ? [] : [`>=${introduced}`]
  const end = nextEnd(scheme, events, introduced)
  if (end?.fixed !== undefined) parts.push(`<${end.fixed}`)
  else if (end?.last_affected !== undefined) parts.push(`<=${end.last_affected}`)
  for (const { limit } of events) if (limit !== undefined && limit !== '*') parts.push(`<${limit} (limit)`)
  return parts.length === 0 ? 'all versions' : parts.join(' ')
}
