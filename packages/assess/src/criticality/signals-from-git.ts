import { ageInDays, isBot } from '../documents/commit-kinds.ts'
import { versionTags } from '../documents/version-tags.ts'
import type { Facts } from '../facts/facts.ts'
import type { Fact } from '../outcome.ts'
import type { CriticalitySignals } from './criticality-signals.ts'

const MONTH_DAYS = 30
const YEAR_DAYS = 365
const WEEKS = 52
const TOP_CONTRIBUTORS = 15
/** Addresses that tell nothing of the organisation. */
const ANYONE =
  /(?:^|[.@])(?:gmail|googlemail|hotmail|outlook|live|yahoo|icloud|protonmail|proton|gmx|qq|163|yandex|users\.noreply\.github|noreply\.github)\./i

/**
 * The signals that a clone shows: ages, contributors by address, organisations by e-mail domain, commits a week and releases in
 * the last year. Unlike the forge's, organisations come from addresses and not from profiles. A cut or shallow history gives only
 * what it proves: no age and no count of contributors.
 */
export function signalsFromGit(facts: Facts): Fact<CriticalitySignals> {
  if (!facts.git.known) return facts.git
  const { commits, commitCount, shallow } = facts.git.value
  const [newest] = commits
  const oldest = commits.at(-1)
  if (newest === undefined || oldest === undefined)
    return {
      known: false,
      missing: { what: 'history', detail: 'the repository has no commits', remedy: 'assess a clone with its history' },
    }
  const whole = !shallow && commits.length === commitCount
  const year = commits.filter(({ committedAt }) => ageInDays(facts.asOf, committedAt) <= YEAR_DAYS)
  const seenYear = whole || year.length < commits.length
  const counts = new Map<string, number>()
  for (const { author } of commits)
    if (!isBot(author)) counts.set(author.email.toLowerCase(), (counts.get(author.email.toLowerCase()) ?? 0) + 1)
  const top = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, TOP_CONTRIBUTORS)
  const domains = new Set(
    top.map(([email]) => email.slice(email.lastIndexOf('@') + 1)).filter((domain) => domain.includes('.') && !ANYONE.test(`@${domain}`)),
  )
  return {
    known: true,
    value: {
      ...(whole ? { createdSince: months(facts.asOf, oldest.committedAt), contributorCount: Math.min(5000, counts.size) } : {}),
      updatedSince: months(facts.asOf, newest.committedAt),
      orgCount: domains.size,
      ...(seenYear ? { commitFrequency: Math.round((year.length / WEEKS) * 100) / 100 } : {}),
      ...releases(facts, oldest.committedAt, whole),
    },
  }
}

/** Releases of a year by their tags; a project that tags nothing lately counts by its rate over all its days. */
function releases(facts: Facts, since: string, whole: boolean): CriticalitySignals {
  const tags = versionTags(facts)
  if (!tags.known) return {}
  const recent = tags.value.filter(({ tag }) => ageInDays(facts.asOf, tag.date) <= YEAR_DAYS).length
  if (recent > 0 || !whole) return { recentReleaseCount: recent }
  const days = Math.max(1, ageInDays(facts.asOf, since))
  return { recentReleaseCount: Math.round((tags.value.length * YEAR_DAYS) / days) }
}

function months(later: string, earlier: string): number {
  return Math.max(0, Math.floor(ageInDays(later, earlier) / MONTH_DAYS))
}
