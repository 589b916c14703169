import type { JsonObject } from '../encoding/json-value.ts'
import type { AttestedBuild, NpmReleaseTrust } from './packument-trust.ts'
import { readPackumentTrust, repositoryOf, TRUST_LEVELS } from './packument-trust.ts'

export type TrustChangeKind =
  | 'provenance-lost'
  | 'trusted-publisher-lost'
  | 'signature-lost'
  | 'publisher-new'
  | 'maintainers-replaced'
  | 'publisher-email-changed'
  | 'repository-changed'
  | 'attested-repository-changed'
  | 'attested-repository-differs'
  | 'workflow-changed'
  | 'builder-changed'
  | 'ref-kind-changed'
  | 'install-script-new'
  | 'publish-time-missing'

/** `alarm`: what a takeover looks like and ordinary maintenance seldom does. `note`: worth reading, alone no reason to stop. */
export interface TrustChange {
  readonly version: string
  readonly kind: TrustChangeKind
  readonly weight: 'alarm' | 'note'
  /** The release before that set what was expected. */
  readonly since?: string
  readonly expected: string
  readonly found: string
}

/** After so long with weaker releases by accounts known before, the weaker level counts as the project's own choice. */
const SETTLED_AFTER_MS = 60 * 24 * 60 * 60 * 1000

/**
 * Compares each version of a registry document with all published before it, on every release line: weaker provenance than before,
 * an account that never published, another repository or workflow. `builds` holds what verified attestations of some versions say;
 * without it only the document's own claims are compared. Answers the changes in the order of publishing; a document without any
 * publish times has no order, and nothing is compared.
 */
export function provenanceHistory(packument: JsonObject, builds?: ReadonlyMap<string, AttestedBuild>): readonly TrustChange[] {
  const { releases, undated } = readPackumentTrust(packument, builds)
  const changes = releases.flatMap((release, index) => weigh(release, changesAt(release, releases.slice(0, index))))
  const missing = (releases.length === 0 ? [] : undated).map((version): TrustChange => {
    return { version, kind: 'publish-time-missing', weight: 'alarm', expected: 'a publish time', found: 'none' }
  })
  return [...changes, ...missing]
}

type Found = Omit<TrustChange, 'weight' | 'version'>

/** A change of account or install scripts weighs more when the same release also lost evidence. */
function weigh(release: NpmReleaseTrust, found: readonly Found[]): readonly TrustChange[] {
  const lost = found.some(({ kind }) => ALARMS.has(kind))
  const kinds = new Set(found.map(({ kind }) => kind))
  const together = kinds.size > 1 && [...kinds].some((kind) => WORSE_TOGETHER.has(kind))
  return found.map((change) => ({
    version: release.version,
    ...change,
    weight: lost || together || ALARMS.has(change.kind) ? 'alarm' : 'note',
  }))
}

const ALARMS: ReadonlySet<TrustChangeKind> = new Set([
  'provenance-lost',
  'trusted-publisher-lost',
  'signature-lost',
  'attested-repository-changed',
  'attested-repository-differs',
  'builder-changed',
])

/** Alarming beside any other change. A new account in a new repository alone is how projects are handed over every day. */
const WORSE_TOGETHER: ReadonlySet<TrustChangeKind> = new Set([
  'publisher-email-changed',
  'maintainers-replaced',
  'workflow-changed',
  'ref-kind-changed',
  'install-script-new',
])

function changesAt(release: NpmReleaseTrust, before: readonly NpmReleaseTrust[]): readonly Found[] {
  if (before.length === 0) return buildChange(release, before)
  return [
    ...levelChange(release, before),
    ...publisherChange(release, before),
    ...maintainerChange(release, before),
    ...repositoryChange(release, before),
    ...buildChange(release, before),
    ...scriptChange(release, before),
  ]
}

function levelChange(release: NpmReleaseTrust, before: readonly NpmReleaseTrust[]): readonly Found[] {
  const strongest = before.reduce((best, other) => (rank(other) >= rank(best) ? other : best))
  if (rank(release) >= rank(strongest) || isSettled(release, before)) return []
  const kind = LOST[strongest.level]
  return kind === undefined ? [] : [{ kind, since: strongest.version, expected: strongest.level, found: release.level }]
}

const LOST: Readonly<Partial<Record<NpmReleaseTrust['level'], TrustChangeKind>>> = {
  'registry-signed': 'signature-lost',
  provenance: 'provenance-lost',
  'trusted-publisher': 'trusted-publisher-lost',
}

/** The last strong release is long past, and an account that had published before has since released as weakly. */
function isSettled(release: NpmReleaseTrust, before: readonly NpmReleaseTrust[]): boolean {
  const lastStronger = before.findLast((other) => rank(other) > rank(release))
  if (lastStronger === undefined) return true
  const since = before.slice(before.indexOf(lastStronger) + 1)
  const first = since[0]
  if (first === undefined || release.publishedAt.getTime() - first.publishedAt.getTime() < SETTLED_AFTER_MS) return false
  const known = new Set(before.slice(0, before.indexOf(lastStronger)).flatMap((other) => other.publisher ?? []))
  return since.length > 1 && since.every((other) => other.publisher !== undefined && known.has(other.publisher))
}

function publisherChange(release: NpmReleaseTrust, before: readonly NpmReleaseTrust[]): readonly Found[] {
  const { publisher, email } = release
  const last = before.at(-1)
  if (publisher === undefined || last === undefined || release.level === 'trusted-publisher') return []
  const known = before.findLast((other) => other.publisher === publisher)
  const expected = [...new Set(before.flatMap((other) => other.publisher ?? []))].slice(-5).join(', ')
  if (known === undefined) {
    if (expected === '' || last.maintainers.includes(publisher)) return []
    return [{ kind: 'publisher-new', since: last.version, expected, found: publisher }]
  }
  if (email === undefined || known.email === undefined || email === known.email) return []
  if (before.some((other) => other.publisher === publisher && other.email === email)) return []
  return [{ kind: 'publisher-email-changed', since: known.version, expected: known.email, found: email }]
}

/** Nobody is left of those who could publish before. */
function maintainerChange(release: NpmReleaseTrust, before: readonly NpmReleaseTrust[]): readonly Found[] {
  const last = before.at(-1)
  if (last === undefined || last.maintainers.length === 0 || release.maintainers.length === 0) return []
  if (release.maintainers.some((name) => last.maintainers.includes(name))) return []
  const [expected, found] = [last.maintainers.join(', '), release.maintainers.join(', ')]
  return [{ kind: 'maintainers-replaced', since: last.version, expected, found }]
}

function repositoryChange(release: NpmReleaseTrust, before: readonly NpmReleaseTrust[]): readonly Found[] {
  const { repository } = release
  const known = before.findLast((other) => other.repository !== undefined)
  if (known?.repository === undefined || repository === known.repository) return []
  if (before.some((other) => other.repository === repository)) return []
  return [{ kind: 'repository-changed', since: known.version, expected: known.repository, found: repository ?? 'none' }]
}

function buildChange(release: NpmReleaseTrust, before: readonly NpmReleaseTrust[]): readonly Found[] {
  const { build } = release
  if (build === undefined) return []
  const found: Found[] = []
  const declared = release.repository
  const attested = repositoryOf(build.repository) ?? ''
  if (declared !== undefined && !isWithin(declared, attested)) {
    found.push({ kind: 'attested-repository-differs', since: release.version, expected: declared, found: build.repository })
  }
  const known = before.findLast((other) => other.build !== undefined)
  if (known?.build === undefined) return found
  const compare = (kind: TrustChangeKind, expected: string | undefined, now: string | undefined) => {
    if (expected !== undefined && expected !== now) found.push({ kind, since: known.version, expected, found: now ?? 'none' })
  }
  compare('attested-repository-changed', repositoryOf(known.build.repository), attested)
  compare('workflow-changed', known.build.workflow, build.workflow)
  compare('builder-changed', known.build.builder, build.builder)
  compare('ref-kind-changed', refKind(known.build.ref), refKind(build.ref))
  return found
}

function scriptChange(release: NpmReleaseTrust, before: readonly NpmReleaseTrust[]): readonly Found[] {
  const last = before.at(-1)
  const added = release.installScripts.filter((name) => !before.some((other) => other.installScripts.includes(name)))
  if (last === undefined || added.length === 0) return []
  return [{ kind: 'install-script-new', since: last.version, expected: 'none', found: added.join(', ') }]
}

/** A declared address may point to a folder of the repository. */
function isWithin(declared: string, repository: string): boolean {
  return declared === repository || declared.startsWith(`${repository}/`)
}

function refKind(ref: string | undefined): string | undefined {
  return ref === undefined ? undefined : (/^refs\/(tags|heads|pull)\//.exec(ref)?.[1] ?? 'other')
}

function rank(release: NpmReleaseTrust): number {
  return TRUST_LEVELS.indexOf(release.level)
}
