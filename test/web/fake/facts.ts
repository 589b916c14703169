/** A small world: projects, packages and problems that stand in for a store. Every text goes through `text`, so that a test can make all of them hostile. */
export interface World {
  readonly text: (plain: string) => string
  readonly now: number
}

export const NOW = Date.parse('2026-11-22T10:00:00Z')
const DAY = 86_400_000

export function ago(days: number): string {
  return new Date(NOW - days * DAY).toISOString()
}

const ADVISORIES = [
  ['CVE-2021-44228', 'critical', 10, 0.944, 'Remote code execution through message lookups in a logging library', 'log4j-core', true],
  ['CVE-2026-21001', 'critical', 9.8, 0.72, 'Deserialisation of untrusted data runs code in the web framework', 'express', true],
  ['CVE-2024-3094', 'critical', 10, 0.31, 'Backdoor in the compression library reaches the login daemon', 'xz', false],
  ['CVE-2026-30112', 'high', 8.1, 0.22, 'Prototype pollution in deep merge', 'lodash', false],
  ['GHSA-9wv6-86v2-598j', 'high', 7.5, 0.09, 'Regular expression denial of service in path matching', 'path-to-regexp', false],
  ['CVE-2025-48976', 'high', 7.5, 0.05, 'Multipart upload exhausts memory', 'multer', false],
  ['CVE-2025-27152', 'medium', 5.3, 0.02, 'Absolute URL in requests leads to server-side request forgery', 'axios', false],
  ['CVE-2026-11870', 'medium', 6.1, 0.01, 'Cookie value is not escaped in the redirect page', 'cookie', false],
  ['CVE-2023-26136', 'medium', 6.5, 0.004, 'Cookie jar accepts a prototype key', 'tough-cookie', false],
  ['CVE-2026-00417', 'low', 3.1, 0.001, 'Verbose error leaks a relative path', 'serve-static', false],
  ['MAL-2026-4411', 'critical', null, null, 'Package sends environment variables to an unknown host', 'lodahs', false],
  ['GHSA-c2qf-rxjj-qqgw', 'unknown', null, null, 'Inefficient range parsing', 'semver', false],
] as const

const ECOSYSTEMS = ['npm', 'Maven', 'PyPI', 'Go'] as const
const PROJECTS = [
  'Checkout',
  'Storefront',
  'Billing',
  'Identity',
  'Search index',
  'Mobile gateway',
  'Data lake',
  'Print service',
  'Partner portal',
  'Ledger',
  'Mailer',
  'Kiosk',
] as const
const TEAMS = ['Payments', 'Web', 'Platform'] as const

export function counts(seed: number) {
  return {
    critical: seed % 3,
    high: (seed * 2) % 5,
    medium: (seed * 3) % 7,
    low: seed % 4,
    unknown: seed % 2,
    malware: seed % 11 === 10 ? 1 : 0,
  }
}

export function vulnerability({ text }: World, index: number) {
  const at = index % ADVISORIES.length
  const [shown, severity, cvss, epss, summary, , exploited] = ADVISORIES[at] as (typeof ADVISORIES)[number]
  return {
    id: at + 1,
    shown,
    aliases: [shown, text(`ALIAS-${at}`)],
    kind: shown.startsWith('MAL') ? 'malware' : 'vulnerability',
    summary: text(summary),
    severity,
    cvss,
    epss,
    epssPercentile: epss === null ? null : Math.min(1, epss + 0.05),
    kev: exploited ? { added: '2026-11-01', due: '2026-11-15', ransomware: at === 0 } : null,
    published: ago(20 + at * 9),
    modified: ago(at),
    withdrawn: false,
  }
}

export const VULNERABILITIES: number = ADVISORIES.length

export function packageRef({ text }: World, index: number) {
  const known = ADVISORIES[index % ADVISORIES.length] as (typeof ADVISORIES)[number]
  const name = index < ADVISORIES.length ? known[5] : `library-${index}`
  const ecosystem = ECOSYSTEMS[index % ECOSYSTEMS.length] as string
  return { id: index + 1, purl: text(`pkg:${ecosystem.toLowerCase()}/${name}`), ecosystem, name: text(name) }
}

export function versionRef(world: World, index: number, of = 0) {
  const version = world.text(`${1 + (index % 4)}.${index % 10}.${of}`)
  return { id: (index + 1) * 10 + of, purl: `${packageRef(world, index).purl}@${version}`, version }
}

export function projectRef({ text }: World, index: number) {
  const at = index % PROJECTS.length
  const round = Math.floor(index / PROJECTS.length)
  const name = `${PROJECTS[at]}${round === 0 ? '' : ` ${round + 1}`}`
  return { id: index + 1, slug: name.toLowerCase().replaceAll(' ', '-'), name: text(name) }
}

export function teamRef({ text }: World, index: number) {
  const at = index % TEAMS.length
  return { id: at + 1, slug: `team-${at}`, name: text(TEAMS[at] as string) }
}

export function projectRow(world: World, index: number) {
  return {
    ...projectRef(world, index),
    organisation: world.text('example'),
    team: index % 4 === 3 ? null : teamRef(world, index),
    exposure: (['internet', 'internal', 'none', 'unknown'] as const)[index % 4],
    tags: index % 2 === 0 ? [world.text('tier-1')] : [],
    components: 120 + index * 37,
    unmatched: index % 5 === 4 ? 3 : 0,
    counts: counts(index + 1),
    knownExploited: index % 3 === 0 ? 2 : 0,
    score: index % 4 === 2 ? null : 4 + (index % 5) * 1.1,
    policy: { pass: 9, fail: index % 3, unknown: index % 2 },
    incomplete: index % 7 === 6,
    updated: ago((index % 40) / 4),
  }
}

export function finding(world: World, index: number, project = index) {
  const vulnerabilityOf = vulnerability(world, index)
  return {
    id: `${project + 1}.${vulnerabilityOf.id}.${index + 1}`,
    project: projectRef(world, project),
    vulnerability: vulnerabilityOf,
    package: packageRef(world, index % VULNERABILITIES),
    version: versionRef(world, index % VULNERABILITIES, index),
    state: (['open', 'open', 'affected', 'under-investigation', 'not-affected', 'accepted'] as const)[index % 6],
    justification: '',
    direct: index % 3 === 0 ? true : index % 3 === 1 ? false : null,
    fixedVersions: index % 4 === 3 ? [] : [world.text('4.17.21'), world.text('5.0.1')],
    firstSeen: ago(index + 1),
    exposure: 'internet',
    due: index % 3 === 0 ? '2026-12-01' : null,
  }
}

export function paths(world: World, index: number) {
  const target = `${packageRef(world, index % VULNERABILITIES).name}@1.2.3`
  return [
    [projectRef(world, index).name, world.text('web-kit@3.1.0'), target],
    [projectRef(world, index).name, world.text('tooling@1.0.2'), world.text('cache@9.1.0'), target],
  ]
}
