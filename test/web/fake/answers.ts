import {
  NOW,
  VULNERABILITIES,
  ago,
  counts,
  finding,
  packageRef,
  paths,
  projectRef,
  projectRow,
  teamRef,
  versionRef,
  vulnerability,
} from './facts.ts'
import type { World } from './facts.ts'

interface Asked {
  readonly world: World
  readonly query: URLSearchParams
  readonly parts: readonly string[]
}

/** A page of `count` rows, with cursor and filter by text as the API has them. */
function page<Row>({ query }: Pick<Asked, 'query'>, count: number, row: (index: number) => Row, size = 50) {
  const limit = Math.min(Number(query.get('limit') ?? size), 200)
  const start = Number(query.get('cursor') ?? 0)
  const needle = query.get('q')?.toLowerCase()
  const all = Array.from({ length: count }, (_, index) => row(index)).filter((one) => needle === undefined || JSON.stringify(one).toLowerCase().includes(needle))
  const items = all.slice(start, start + limit)
  const next = start + limit < all.length ? String(start + limit) : null
  return { items, next, total: { count: all.length, type: 'EXACT' }, asOf: query.get('at') ?? new Date(NOW).toISOString() }
}

const PACK_RULES = ['no-known-exploited', 'no-malware', 'provenance', 'licences', 'two-reviewers', 'fresh-sbom']

function rules({ text }: World) {
  return PACK_RULES.map((rule, index) => ({
    pack: 'default',
    rule,
    title: text(`Rule ${rule.replaceAll('-', ' ')}`),
    severity: (['critical', 'high', 'medium', 'low'] as const)[index % 4],
  }))
}

const OUTCOMES = ['pass', 'fail', 'unknown', 'not-applicable', 'not-evaluated'] as const

const ANSWERS: readonly (readonly [RegExp, (asked: Asked) => unknown])[] = [
  [
    /^\/overview$/,
    ({ query }) => ({
      asOf: query.get('at') ?? new Date(NOW).toISOString(),
      projects: 240,
      components: 18_204,
      unmatched: 31,
      incompleteProjects: 2,
      counts: { critical: 41, high: 187, medium: 402, low: 96, unknown: 12, malware: 1 },
      exploited: { findings: 23, projects: 9, internet: 6, overdue: 4 },
      policy: { pass: 1804, fail: 112, unknown: 60 },
      assessed: 180,
      withProvenance: 61,
      sinceYesterday: { opened: 14, closed: 9 },
      timeToUpdate: { median: 6.5, p90: 31, closed: 512 },
      exceptionsExpiring: 3,
      index: { kind: 'full', modified: '2026-11-21', ageDays: 1 },
    }),
  ],
  [/^\/projects$/, (asked) => page(asked, 240, (index) => projectRow(asked.world, index))],
  [
    /^\/projects\/\d+$/,
    ({ world, parts, query }) => ({
      ...projectRow(world, Number(parts[1]) - 1),
      description: world.text('Takes the money and says thank you.'),
      repository: 'https://git.example/shop/checkout',
      created: ago(400),
      archived: null,
      version: 3,
      problems: [{ code: 'E_LOCK', message: world.text('An entry could not be understood'), path: world.text('web/package-lock.json'), line: 12, incomplete: true }],
      snapshot: { id: 9, since: ago(0.3), origin: world.text('push'), tool: world.text('cupel 0.1.0'), document: 'a1b2c3d4e5f6'.repeat(5) },
      asOf: query.get('at') ?? new Date(NOW).toISOString(),
      permissions: ['portfolio:read', 'triage:write', 'upload:write', 'project:write'],
    }),
  ],
  [
    /^\/projects\/\d+\/components$/,
    (asked) =>
      page(asked, 320, (index) => ({
        version: versionRef(asked.world, index),
        package: packageRef(asked.world, index),
        licences: index % 5 === 0 ? [] : [asked.world.text('MIT')],
        scopes: [asked.world.text('runtime')],
        direct: index % 3 === 0 ? true : index % 3 === 1 ? false : null,
        counts: counts(index % 9),
        matched: index % 8 !== 7,
      })),
  ],
  [/^\/projects\/\d+\/findings$/, (asked) => page(asked, 24, (index) => finding(asked.world, index, Number(asked.parts[1]) - 1))],
  [
    /^\/projects\/\d+\/paths$/,
    ({ world }) => ({
      paths: paths(world, 0).map((nodes) => ({ file: world.text('package-lock.json'), nodes })),
      truncated: false,
      locations: [{ path: world.text('package-lock.json'), line: 4711 }],
    }),
  ],
  [
    /^\/projects\/\d+\/history$/,
    (asked) =>
      page(asked, 60, (index) => ({
        at: ago(index),
        kind: (['finding.opened', 'finding.closed', 'snapshot', 'triage'] as const)[index % 4],
        text: asked.world.text('A new document was taken in'),
        vulnerability: index % 2 === 0 ? vulnerability(asked.world, index) : null,
        version: index % 3 === 0 ? versionRef(asked.world, index) : null,
      })),
  ],
  [
    /^\/projects\/\d+\/assessment$/,
    ({ world }) => ({
      score: 6.4,
      repository: 'https://git.example/shop/checkout',
      commit: '3f9d2c1a8b7e6f5d4c3b2a190817263544536271',
      since: ago(2),
      attempted: ago(2),
      checks: ['Branch protection', 'Code review', 'Signed releases', 'Pinned dependencies', 'Fuzzing'].map((title, index) => ({
        id: `check-${index}`,
        title: world.text(title),
        score: index === 4 ? null : 2 + index * 2,
        reason: world.text('three of eight releases are signed'),
        remedy: world.text('sign what you release'),
        places: [world.text('.github/workflows/release.yml')],
      })),
      standards: [{ id: 'osps', title: world.text('OSPS Baseline'), met: 22, unmet: 6, unknown: 5, notApplicable: 2 }],
      history: [{ at: ago(30), score: 5.9 }],
    }),
  ],
  [
    /^\/projects\/\d+\/provenance$/,
    (asked) =>
      page(asked, 3, (index) => ({
        id: index + 1,
        subject: asked.world.text('checkout-1.4.2.tgz'),
        digest: 'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
        predicateType: asked.world.text('https://slsa.example/provenance/v1'),
        outcome: (['verified', 'unverified', 'refused'] as const)[index],
        reason: asked.world.text('the certificate names another repository'),
        signer: asked.world.text('https://git.example/shop/checkout/.ci/release@refs/tags/v1.4.2'),
        received: ago(index),
      })),
  ],
  [
    /^\/projects\/\d+\/policy$/,
    (asked) =>
      page(asked, 6, (index) => ({
        ...rules(asked.world)[index],
        outcome: OUTCOMES[index % 4],
        message: asked.world.text('a known exploited problem is open'),
        remediation: asked.world.text('update log4j-core to 2.17.1'),
        subjects: 120,
        failing: 2,
        unknown: 1,
        evidence: [{ subject: asked.world.text('pkg:npm/lodash@4.17.20'), expression: asked.world.text('!finding.knownExploited'), value: 'false', source: asked.world.text('CISA KEV') }],
        mappings: [asked.world.text('OSPS-VM-05'), asked.world.text('SSDF RV.1')],
        exception: index === 1 ? { owner: asked.world.text('Ada'), reason: asked.world.text('behind a filter until March'), expires: ago(-90) } : null,
        since: ago(4),
      })),
  ],
  [/^\/(?:projects\/\d+\/)?uploads$/, (asked) => page(asked, 4, (index) => upload(asked.world, index + 1))],
  [/^\/uploads\/\d+$/, ({ world, parts }) => upload(world, Number(parts[1]))],
  [/^\/findings$/, (asked) => page(asked, 40, (index) => finding(asked.world, Number(asked.query.get('vulnerability') ?? index + 1) - 1, index))],
  [
    /^\/findings\/by-vulnerability$/,
    (asked) =>
      page(asked, VULNERABILITIES, (index) => ({
        vulnerability: vulnerability(asked.world, index),
        projects: 40 - index * 3,
        versions: 5 - (index % 4),
        packages: [packageRef(asked.world, index)],
        firstSeen: ago(index * 2),
      })),
  ],
  [
    /^\/(changes)$/,
    (asked) =>
      page(asked, 80, (index) => ({
        id: index + 1,
        at: ago(index / 8),
        kind: (['finding.opened', 'finding.closed', 'withdrawn', 'vulnerability.exploited'] as const)[index % 4],
        project: index % 5 === 4 ? null : projectRef(asked.world, index),
        vulnerability: vulnerability(asked.world, index),
        text: asked.world.text('updated to a version without it'),
      })),
  ],
  [
    /^\/trend$/,
    () => ({
      points: Array.from({ length: 30 }, (_, index) => ({
        day: ago(29 - index).slice(0, 10),
        counts: { critical: 60 - index + (index % 3), high: 200 - index * 2, medium: 380 + index, low: 90 + (index % 6), unknown: 12, malware: 0 },
        projects: 200 + index,
      })),
    }),
  ],
  [
    /^\/weak-points$/,
    (asked) =>
      page(asked, 30, (index) => ({
        package: packageRef(asked.world, index),
        projects: 200 - index * 5,
        score: index % 4 === 3 ? null : 1.5 + (index % 6),
        counts: counts(index),
        risk: 90 / (index + 1),
        why: asked.world.text('one maintainer, no review, two open problems'),
      })),
  ],
  [/^\/teams\/performance$/, (asked) => page(asked, 3, (index) => ({ team: index === 2 ? null : teamRef(asked.world, index), projects: 40, counts: counts(index + 4), medianDays: index === 2 ? null : 4.5 + index * 8, overdue: index }))],
  [
    /^\/components$/,
    (asked) =>
      page(asked, 400, (index) => ({ package: packageRef(asked.world, index), versions: 1 + (index % 6), projects: 220 - (index % 200), counts: counts(index), score: index % 3 === 2 ? null : 5.5, licences: [asked.world.text('Apache-2.0')] })),
  ],
  [
    /^\/components\/\d+$/,
    ({ world, parts }) => {
      const index = Number(parts[1]) - 1
      return {
        package: packageRef(world, index),
        versions: 6,
        projects: 44,
        counts: counts(index + 5),
        score: 5.5,
        licences: [world.text('Apache-2.0')],
        repository: 'https://git.example/libraries/lodash',
        cleanVersion: '4.0.3',
        assessment: { score: 5.5, at: ago(6), repository: 'https://git.example/libraries/lodash' },
        asOf: new Date(NOW).toISOString(),
      }
    },
  ],
  [/^\/components\/\d+\/versions$/, (asked) => page(asked, 6, (index) => ({ version: versionRef(asked.world, index, 3), projects: 9 - index, counts: counts(index), licences: [asked.world.text('Apache-2.0')], matched: index !== 5, firstSeen: ago(index * 30) }))],
  [/^\/components\/\d+\/advisories$/, (asked) => page(asked, 5, (index) => ({ vulnerability: vulnerability(asked.world, index), affected: [asked.world.text('>=1.0.0 <4.17.21')], fixedVersions: [asked.world.text('4.17.21')], versionsHere: index }))],
  [/^\/components\/\d+\/projects$/, (asked) => page(asked, 44, (index) => ({ project: projectRef(asked.world, index), version: versionRef(asked.world, 3, index % 4), direct: index % 2 === 0, counts: counts(index) }))],
  [
    /^\/compare$/,
    ({ world, query }) => ({
      asOf: new Date(NOW).toISOString(),
      items: query.getAll('package').map((_, index) => ({
        package: packageRef(world, index),
        known: index !== 3,
        projects: 40 - index * 9,
        versions: 5,
        counts: counts(index + 2),
        advisories: 4 + index,
        lastAdvisory: ago(40 * (index + 1)),
        licences: [world.text('MIT')],
        score: index === 1 ? null : 6.1,
        cleanVersion: index === 2 ? '' : '4.17.21',
        dependencies: index === 0 ? 0 : 12,
      })),
    }),
  ],
  [/^\/impact$/, ({ world }) => ({ known: 3, added: [0, 1].map((index) => ({ purl: packageRef(world, index).purl, here: index, problems: index === 0 ? [vulnerability(world, 3)] : [], matched: index === 0 })), counts: counts(4) })],
  [/^\/advisories$/, (asked) => page(asked, VULNERABILITIES, (index) => ({ vulnerability: vulnerability(asked.world, index), projects: 40 - index * 3, versions: 6 }))],
  [
    /^\/advisories\/[^/]+$/,
    ({ world, parts }) => {
      const of = Array.from({ length: VULNERABILITIES }, (_, index) => vulnerability(world, index)).find(({ shown }) => shown === decodeURIComponent(parts[1] ?? ''))
      if (of === undefined) return undefined
      return {
        vulnerability: of,
        details: world.text('Long story.\n\nIt began with a lookup in a log line.'),
        references: ['https://advisories.example/CVE-2021-44228', world.text('javascript:alert(1)')],
        ratings: [{ version: '3.1', vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H', score: 10 }],
        cwes: ['CWE-502', 'CWE-400'],
        records: [{ id: of.shown, source: world.text('OSV'), modified: ago(3), withdrawn: null, private: false }],
        packages: [{ ecosystem: 'Maven', name: world.text('org.example.logging:log4j-core'), ranges: [world.text('>=2.0 <2.17.1')], fixedVersions: [world.text('2.17.1')] }],
        projects: 40,
        versions: 6,
        changes: [{ at: ago(3), kind: 'exploited', text: world.text('added to the list of known exploited vulnerabilities') }],
        asOf: new Date(NOW).toISOString(),
      }
    },
  ],
  [
    /^\/advisories\/[^/]+\/affected$/,
    (asked) =>
      page(asked, 40, (index) => ({
        project: projectRef(asked.world, index),
        package: packageRef(asked.world, 0),
        version: versionRef(asked.world, 0, index % 4),
        state: index % 5 === 4 ? 'not-affected' : 'open',
        paths: index % 6 === 5 ? [] : paths(asked.world, index),
        firstSeen: ago(index),
      })),
  ],
  [
    /^\/search$/,
    ({ world, query }) => {
      const needle = (query.get('q') ?? '').toLowerCase()
      const problems = Array.from({ length: VULNERABILITIES }, (_, index) => vulnerability(world, index))
      return {
        query: query.get('q') ?? '',
        hits: [
          ...problems.filter(({ shown, summary }) => `${shown} ${summary}`.toLowerCase().includes(needle)).map(({ id, shown, summary }) => ({ kind: 'vulnerability', id, title: shown, detail: summary, href: `/advisories/${shown}` })),
          ...Array.from({ length: 12 }, (_, index) => projectRef(world, index))
            .filter(({ name }) => name.toLowerCase().includes(needle))
            .map(({ id, name }) => ({ kind: 'project', id, title: name, detail: world.text('example'), href: `/projects/${id}` })),
          ...Array.from({ length: 12 }, (_, index) => packageRef(world, index))
            .filter(({ purl }) => purl.toLowerCase().includes(needle))
            .map(({ id, name, purl }) => ({ kind: 'package', id, title: name, detail: purl, href: `/components/${id}` })),
        ].slice(0, 12),
      }
    },
  ],
  [/^\/policies$/, (asked) => page(asked, 2, (index) => ({ id: index + 1, organisation: 'example', pack: index === 0 ? 'default' : 'licences', title: asked.world.text(index === 0 ? 'Default' : 'Licences'), version: '1.0.0', digest: `sha256:${'0'.repeat(64)}`, origin: 'shipped', enabled: index === 0, rules: rules(asked.world).map(({ rule, title, severity }) => ({ id: rule, title, severity, mappings: ['OSPS-VM-05'] })), since: ago(10) }))],
  [/^\/policies\/shipped$/, ({ world }) => ({ items: ['Default', 'OSPS Baseline', 'S2C2F', 'Licences'].map((title, index) => ({ id: `pack-${index}`, title: world.text(title), version: '1.0.0', rules: 12 + index, installed: index === 0 })) })],
  [
    /^\/policy-matrix$/,
    (asked) => ({
      ...page(asked, 60, (index) => ({ project: projectRef(asked.world, index), outcomes: PACK_RULES.map((_, rule) => OUTCOMES[(index + rule * 2) % 5]) })),
      ...{ rows: page(asked, 60, (index) => ({ project: projectRef(asked.world, index), outcomes: PACK_RULES.map((_, rule) => OUTCOMES[(index + rule * 2) % 5]) })).items },
      rules: rules(asked.world),
      totals: PACK_RULES.map((_, index) => ({ pass: 200 - index * 20, fail: index * 7, unknown: index * 3, notApplicable: 4 })),
    }),
  ],
  [/^\/policy-exceptions$/, (asked) => page(asked, 3, (index) => ({ id: index + 1, project: index === 0 ? null : projectRef(asked.world, index), pack: 'default', rule: PACK_RULES[index], selector: index === 2 ? asked.world.text("component.name == 'lodash'") : '', owner: asked.world.text('Ada'), reason: asked.world.text('behind a filter until March'), created: ago(30), expires: ago(-12 - index * 30) }))],
  [/^\/policies\/what-if$/, ({ world }) => ({ projects: 240, newlyFailing: [{ project: projectRef(world, 2), rules: ['no-known-exploited'] }], newlyPassing: [], truncated: false, next: null, asOf: new Date(NOW).toISOString() })],
  [/^\/triage$/, (asked) => page(asked, 0, () => null)],
  [/^\/notifications$/, (asked) => page(asked, 12, (index) => ({ id: index + 1, at: ago(index), kind: 'finding.opened', project: projectRef(asked.world, index), vulnerability: index % 2 === 0 ? vulnerability(asked.world, index) : null, text: asked.world.text('A critical problem opened in 3 projects'), read: index > 3 ? ago(0) : null }))],
  [/^\/subscriptions$/, (asked) => page(asked, 2, (index) => ({ id: index + 1, kinds: ['finding.opened', asked.world.text('other')], minSeverity: 'high', project: index === 0 ? null : projectRef(asked.world, 1), package: null, created: ago(20) }))],
  [/^\/webhooks$/, (asked) => page(asked, 2, (index) => ({ id: index + 1, organisation: 'example', url: asked.world.text('https://chat.example/hook'), kinds: ['finding.opened'], condition: '', enabled: true, lastStatus: index === 0 ? 200 : 503, failing: index === 1 }))],
  [/^\/webhooks\/\d+\/deliveries$/, (asked) => page(asked, 3, (index) => ({ outbox: index + 1, state: 'done', attempts: 1, status: 200, reason: asked.world.text('arrived'), at: ago(index) }))],
  [/^\/sources$/, (asked) => page(asked, 2, (index) => ({ id: index + 1, project: projectRef(asked.world, index), kind: 'git', location: asked.world.text('https://git.example/shop/checkout.git'), ref: 'main', everyMinutes: 1440, assess: true, due: ago(-0.4), attempted: ago(0.6), reason: index === 1 ? asked.world.text('the host did not answer') : '', enabled: true }))],
  [/^\/tokens$/, (asked) => page(asked, 2, (index) => ({ id: index + 1, prefix: 'cup_ab12', name: asked.world.text('pipeline'), scopes: ['upload:write', 'portfolio:read'], project: null, created: ago(40), expires: ago(-50), used: index === 0 ? ago(1) : null }))],
  [/^\/passkeys$/, (asked) => page(asked, 1, () => ({ id: 'key', name: asked.world.text('Laptop'), created: ago(90), used: ago(0.1) }))],
  [/^\/sessions$/, (asked) => page(asked, 2, (index) => ({ id: String(index).repeat(64), agent: asked.world.text('Mozilla/5.0 (X11; Linux x86_64) Chromium'), created: ago(2), seen: ago(index), expires: ago(-10), current: index === 0 }))],
  [/^\/accounts$/, (asked) => page(asked, 3, (index) => ({ id: index + 1, name: asked.world.text(['Ada', 'Grace', 'Wangari'][index] ?? ''), email: asked.world.text('somebody@example'), issuer: '', disabled: null, grants: [{ id: index + 1, role: 'admin', organisation: index === 0 ? null : asked.world.text('example'), team: null, project: null }] }))],
  [/^\/organisations$/, (asked) => page(asked, 1, () => ({ id: 1, slug: 'example', name: asked.world.text('Example') }))],
  [/^\/teams$/, (asked) => page(asked, 3, (index) => ({ ...teamRef(asked.world, index), organisation: 'example', parent: null }))],
  [/^\/ci-trusts$/, (asked) => page(asked, 1, () => ({ id: 1, organisation: 'example', name: asked.world.text('release'), issuer: asked.world.text('https://ci.example'), audience: asked.world.text('https://cupel.example'), condition: asked.world.text("claims.repository == 'shop/checkout'"), scopes: ['upload:write'], project: null }))],
  [/^\/audit$/, (asked) => page(asked, 120, (index) => ({ seq: 120 - index, at: ago(index / 9), actor: asked.world.text('account:1'), action: 'triage.decide', object: asked.world.text('vulnerability:1'), detail: { reason: asked.world.text('tested') }, digest: 'ab'.repeat(32) }))],
  [/^\/audit\/verify$/, () => ({ entries: 120, whole: true, brokenAt: null, head: 'ab'.repeat(32) })],
  [
    /^\/system$/,
    ({ world }) => ({
      version: '0.1.0',
      engine: 'embedded',
      durability: world.text('After a power cut up to two seconds of accepted work may be missing; a killed process loses nothing.'),
      databaseBytes: 734_003_200,
      schema: 1,
      projects: 240,
      memberships: 1_204_551,
      index: { kind: 'full', modified: '2026-11-21', records: 412_120, ageDays: 1 },
      queues: ['ingest', 'notify', 'assess'].map((name, index) => ({ name, waiting: index * 3, running: index, failed: index === 2 ? 1 : 0 })),
      backup: { last: ago(0.7) },
      uptimeSeconds: 90_211,
    }),
  ],
  [/^\/system\/failed-jobs$/, (asked) => page(asked, 1, () => ({ id: 'a', queue: 'assess', reason: asked.world.text('the repository is gone'), at: ago(1), attempts: 5 }))],
]

function upload(world: World, id: number) {
  const state = id % 4 === 0 ? 'failed' : 'done'
  return {
    id,
    project: projectRef(world, 0),
    kind: 'sbom',
    name: world.text('checkout.cdx.json'),
    state,
    digest: 'd4'.repeat(32),
    size: 182_304,
    problems: state === 'failed' ? [{ code: 'E_FORMAT', message: world.text('This is no SBOM'), path: '', line: null, incomplete: true }] : [],
    result: state === 'done' ? { components: 214, findings: 9, unmatched: 2, snapshot: 9 } : {},
    created: ago(id),
    finished: ago(id - 0.001),
  }
}

/** The answer for a path below /api/v1; undefined: there is none. */
export function answerFor(world: World, path: string, query: URLSearchParams): unknown {
  const found = ANSWERS.find(([pattern]) => pattern.test(path))
  return found?.[1]({ world, query, parts: path.slice(1).split('/') })
}
