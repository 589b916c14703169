import type { AdvisoryMatch } from '../facts/advisory-match.ts'
import { isExample } from '../files/is-example.ts'
import { found, notFound, snippetOf, unseen } from '../finding.ts'
import type { ProbeFinding } from '../probe.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe({
  id: 'hasOSVVulnerabilities',
  title: 'Do known vulnerabilities apply to what the project ships?',
  fault: 'true',
  remediation: { text: 'Upgrade the component to a version without the problem: `cupel scan` names it', effort: 'medium' },
  run(facts, reading) {
    if (!facts.advisories.known) {
      const least = reading === 'cupel' ? grouped(facts.advisoriesAtLeast ?? []).filter((group) => group.some(concernsUsers)) : []
      return [...least.map(foundIn), unseen(facts.advisories.missing)]
    }
    const groups = grouped(facts.advisories.value)
    const counted = reading === 'cupel' ? groups.filter((group) => group.some(concernsUsers)) : groups
    if (counted.length === 0)
      return [
        notFound(
          groups.length === 0
            ? 'no known vulnerability applies'
            : `no known vulnerability applies to what is shipped; ${groups.length} to what is used for development`,
        ),
      ]
    return counted.map(foundIn)
  },
})

function foundIn(group: readonly AdvisoryMatch[]): ProbeFinding {
  const [first] = group
  const paths = [...new Set(group.flatMap(({ paths: own }) => own))].slice(0, 20)
  return found(
    `${snippetOf(first?.id ?? '')} applies to ${snippetOf(first?.component ?? '')}`,
    paths.map((path) => ({ path })),
    { id: first?.id ?? '', malware: group.some(({ kind }) => kind === 'malware') },
  )
}

/** Matches that speak of one problem under several names. */
function grouped(matches: readonly AdvisoryMatch[]): readonly (readonly AdvisoryMatch[])[] {
  const byName = new Map<string, AdvisoryMatch[]>()
  const groups = new Set<AdvisoryMatch[]>()
  for (const match of matches) {
    const names = [match.id, ...match.aliases]
    const group = names.map((name) => byName.get(name)).find((one) => one !== undefined) ?? []
    group.push(match)
    groups.add(group)
    for (const name of names) if (!byName.has(name)) byName.set(name, group)
  }
  return [...groups]
}

const DEVELOPMENT = new Set(['dev', 'development', 'test', 'build', 'example'])

/** Not only for development, not only in tests or examples, and more than a notice that nobody maintains it. */
function concernsUsers({ kind, scopes, paths }: AdvisoryMatch): boolean {
  if (kind === 'malware') return true
  if (kind === 'unmaintained') return false
  if (scopes.length > 0 && scopes.every((scope) => DEVELOPMENT.has(scope))) return false
  return paths.length === 0 || paths.some((path) => !isExample(path))
}
