import type { Person } from './git-facts.ts'

const SERVICES =
  /^(?:dependabot|renovate|github-actions|pre-commit-ci|greenkeeper|snyk-bot|mergify|allcontributors|imgbot|codecov|k8s-ci-robot|web-flow|pyup-bot|weblate|scala-steward|release-please|semantic-release-bot)\b/i

/** Whether a commit's author says to be a program. A claim: it takes weight away, it never gives any. */
export function isBot({ name, email }: Person): boolean {
  return (
    /\[bot\]/i.test(name) ||
    /\[bot\]@/i.test(email) ||
    SERVICES.test(name) ||
    /^(?:bot|noreply-bot|ci)@/i.test(email) ||
    /(?:^|[-_ ])bot$/i.test(name)
  )
}
