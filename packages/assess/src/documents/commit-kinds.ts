import type { CommitFact, Person } from '../facts/git-facts.ts'

const BOT =
  /\[bot\]|(?:^|[\s._-])bot(?:$|[\s._@-])|dependabot|renovate|github-actions|pre-commit-ci|greenkeeper|snyk-bot|mergify|allcontributors|semantic-release|copybara|weblate|transifex|web-flow/i

/** An account that machines use, as far as its name and address tell. */
export function isBot({ name, email }: Person): boolean {
  return BOT.test(name) || BOT.test(email)
}

/** A commit that a person made, merges left out. */
export function isHumanChange({ author, parents }: CommitFact): boolean {
  return parents.length < 2 && !isBot(author)
}

/** Days from a moment to a later one, which is named first; negative for what is to come. RFC 3339. */
export function ageInDays(later: string, earlier: string): number {
  return (Date.parse(later) - Date.parse(earlier)) / 86_400_000
}

/** Whether something is at most so many days old. What is dated more than a day into the future is not: it would stay new for ever. */
export function isWithin(asOf: string, moment: string, days: number): boolean {
  const age = ageInDays(asOf, moment)
  return age <= days && age >= -1
}
