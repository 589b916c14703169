import type { Facts } from '../facts/facts.ts'
import type { Reading } from '../probe.ts'

/** The security policy of a project: its first file, or what the owner publishes for all repositories. */
export interface SecurityPolicy {
  /** Path in the tree; empty when the owner publishes it elsewhere. */
  readonly path: string
  readonly url: string
  readonly text: string
}

const NAMES = ['md', 'markdown', 'adoc', 'rst'].flatMap((ending) => [
  `security.${ending}`,
  `.github/security.${ending}`,
  `docs/security.${ending}`,
])
const SCORECARD = new Set([...NAMES, 'doc/security.rst'])
const MORE = new Set([
  'security.txt',
  '.well-known/security.txt',
  'public/.well-known/security.txt',
  'static/.well-known/security.txt',
  'security',
  '.gitlab/security.md',
  'doc/security.md',
  'security_policy.md',
  'security-policy.md',
  'vulnerability.md',
  'security-insights.yml',
  '.github/security-insights.yml',
])

/** The policy that a reading sees; null when neither tree nor owner has one, or only the owner could and was not asked. */
export function securityPolicy(facts: Facts, reading: Reading): SecurityPolicy | null {
  const named = (names: ReadonlySet<string>): string | undefined => facts.files.paths.find((path) => names.has(path.toLowerCase()))
  const own = named(SCORECARD) ?? (reading === 'cupel' ? named(MORE) : undefined)
  if (own !== undefined) return { path: own, url: '', text: facts.files.text(own) ?? '' }
  if (reading === 'cupel') {
    const section = readmeSection(facts)
    if (section !== null) return section
  }
  const { organisationPolicy: shared } = facts.forge
  return shared.known && shared.value !== null ? { path: '', url: shared.value.url, text: shared.value.text } : null
}

/** A section of the README that says how to report vulnerabilities. */
function readmeSection(facts: Facts): SecurityPolicy | null {
  const path = facts.files.paths.find((one) => !one.includes('/') && /^readme(?:\.|$)/i.test(one))
  if (path === undefined) return null
  const lines = (facts.files.text(path) ?? '').split('\n')
  const start = lines.findIndex((line) =>
    /^\s{0,3}(?:#{1,4}|=+)\s{0,5}(?:.{0,40}\b(?:security (?:policy|issues?|contact|vulnerabilit\w*)|vulnerabilit\w* (?:report|disclos)\w*|report\w* (?:a )?(?:security|vulnerabilit)\w*)|security\s*$)/i.test(
      line,
    ),
  )
  if (start === -1) return null
  const next = lines.findIndex((line, at) => at > start && /^\s{0,3}#{1,4}\s/.test(line))
  const text = lines.slice(start + 1, next === -1 ? undefined : next).join('\n')
  return /report|disclos|contact|e-?mail|advisor/i.test(text) ? { path, url: '', text } : null
}
