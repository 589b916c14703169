import { NOW, VULNERABILITIES, ago, counts, packageRef, paths, projectRef, versionRef, vulnerability } from './facts.ts'
import { page } from './page.ts'
import type { Answers } from './page.ts'
import { OUTCOMES, PACK_RULES, rules } from './rules.ts'

/** Components, advisories, search, policy. */
export const KNOWLEDGE: Answers = [
  [
    /^\/components$/,
    (asked) =>
      page(asked, 400, (index) => ({
        package: packageRef(asked.world, index),
        versions: 1 + (index % 6),
        projects: 220 - (index % 200),
        counts: counts(index),
        unmatched: index % 2,
        score: index % 3 === 2 ? null : 5.5,
        licences: [asked.world.text('Apache-2.0')],
      })),
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
        unmatched: 1,
        score: 5.5,
        licences: [world.text('Apache-2.0')],
        repository: 'https://git.example/libraries/lodash',
        cleanVersion: '4.0.3',
        mendedVersion: '4.17.23',
        assessment: { score: 5.5, at: ago(6), repository: 'https://git.example/libraries/lodash' },
        asOf: new Date(NOW).toISOString(),
      }
    },
  ],
  [
    /^\/components\/\d+\/versions$/,
    (asked) =>
      page(asked, 6, (index) => ({
        version: versionRef(asked.world, index, 3),
        projects: 9 - index,
        counts: counts(index),
        licences: [asked.world.text('Apache-2.0')],
        matched: index !== 5,
        firstSeen: ago(index * 30),
      })),
  ],
  [
    /^\/components\/\d+\/advisories$/,
    (asked) =>
      page(asked, 5, (index) => ({
        vulnerability: vulnerability(asked.world, index),
        affected: [asked.world.text('>=1.0.0 <4.17.21')],
        fixedVersions: [asked.world.text('4.17.21')],
        versionsHere: index,
      })),
  ],
  [
    /^\/components\/\d+\/projects$/,
    (asked) =>
      page(asked, 44, (index) => ({
        project: projectRef(asked.world, index),
        version: versionRef(asked.world, 3, index % 4),
        direct: index % 2 === 0,
        counts: counts(index),
        matched: index % 3 !== 0,
      })),
  ],
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
        unmatched: 0,
        asked: index !== 3,
        advisories: 4 + index,
        lastAdvisory: ago(40 * (index + 1)),
        licences: [world.text('MIT')],
        score: index === 1 ? null : 6.1,
        cleanVersion: index === 2 ? '' : '4.17.21',
        mendedVersion: index === 1 ? '' : '4.17.23',
        dependencies: index === 0 ? 0 : 12,
      })),
    }),
  ],
  [
    /^\/impact$/,
    ({ world }) => ({
      known: 3,
      added: [0, 1].map((index) => ({
        purl: packageRef(world, index).purl,
        via: index === 0 ? null : packageRef(world, 0).purl,
        here: index,
        problems: index === 0 ? [vulnerability(world, 3), { ...vulnerability(world, 4), id: null }] : [],
        matched: index === 0,
      })),
      unfollowed: 1,
      counts: counts(4),
      asOf: new Date(NOW).toISOString(),
    }),
  ],
  [
    /^\/graph\/query$/,
    ({ world }) => {
      const project = projectRef(world, 0)
      const versions = [0, 1, 2].map((index) => versionRef(world, index, 3))
      const problems = [0, 1].map((index) => vulnerability(world, index))
      return {
        nodes: [
          { kind: 'project', id: project.id, label: project.name, depth: 0 },
          ...versions.map(({ id, purl }) => ({ kind: 'version', id, label: purl, depth: 1 })),
          ...problems.map(({ id, shown }) => ({ kind: 'vulnerability', id, label: shown, depth: 2 })),
        ],
        edges: [
          ...versions.map((_, index) => ({ from: 0, to: 1 + index, kind: 'contains' })),
          { from: 1, to: 4, kind: 'affected-by' },
          { from: 2, to: 5, kind: 'affected-by' },
        ],
        truncated: true,
      }
    },
  ],
  [
    /^\/advisories$/,
    (asked) =>
      page(asked, VULNERABILITIES, (index) => ({
        vulnerability: vulnerability(asked.world, index),
        projects: 40 - index * 3,
        versions: 6,
      })),
  ],
  [
    /^\/advisories\/[^/]+$/,
    ({ world, parts }) => {
      const of = Array.from({ length: VULNERABILITIES }, (_, index) => vulnerability(world, index)).find(
        ({ shown }) => shown === decodeURIComponent(parts[1] ?? ''),
      )
      if (of === undefined) return undefined
      return {
        vulnerability: of,
        details: world.text('Long story.\n\nIt began with a lookup in a log line.'),
        references: ['https://advisories.example/CVE-2021-44228', world.text('javascript:alert(1)')],
        ratings: [{ version: '3.1', vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H', score: 10 }],
        cwes: ['CWE-502', 'CWE-400'],
        records: [{ id: of.shown, source: world.text('OSV'), modified: ago(3), withdrawn: null, private: false }],
        packages: [
          {
            ecosystem: 'Maven',
            name: world.text('org.example.logging:log4j-core'),
            ranges: [world.text('>=2.0 <2.17.1')],
            fixedVersions: [world.text('2.17.1')],
          },
        ],
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
          ...problems
            .filter(({ shown, summary }) => `${shown} ${summary}`.toLowerCase().includes(needle))
            .map(({ id, shown, summary }) => ({ kind: 'vulnerability', id, title: shown, detail: summary, href: `/advisories/${shown}` })),
          ...Array.from({ length: 12 }, (_, index) => projectRef(world, index))
            .filter(({ name }) => name.toLowerCase().includes(needle))
            .map(({ id, name }) => ({ kind: 'project', id, title: name, detail: world.text('example'), href: `/projects/${id}` })),
          ...Array.from({ length: 12 }, (_, index) => packageRef(world, index))
            .filter(({ purl }) => purl.toLowerCase().includes(needle))
            .map(({ id, name, purl }) => ({ kind: 'package', id, title: name, detail: purl, href: `/components/${id}` })),
        ].slice(0, 12),
        more: needle.length < 2,
        unheld: needle.startsWith('cve-1999-')
          ? { id: needle.toUpperCase(), state: needle.endsWith('1') ? 'unknown' : 'elsewhere', summary: '', packages: ['npm/left'] }
          : null,
        asOf: ago(0),
      }
    },
  ],
  [
    /^\/policies$/,
    (asked) =>
      page(asked, 2, (index) => ({
        id: index + 1,
        organisation: 'example',
        pack: index === 0 ? 'default' : 'licences',
        title: asked.world.text(index === 0 ? 'Default' : 'Licences'),
        version: '1.0.0',
        digest: `sha256:${'0'.repeat(64)}`,
        origin: 'shipped',
        enabled: index === 0,
        rules: rules(asked.world).map(({ rule, title, severity }) => ({ id: rule, title, severity, mappings: ['OSPS-VM-05'] })),
        since: ago(10),
      })),
  ],
  [
    /^\/policies\/shipped$/,
    ({ world }) => ({
      items: ['Default', 'OSPS Baseline', 'S2C2F', 'Licences'].map((title, index) => ({
        id: `pack-${index}`,
        title: world.text(title),
        version: '1.0.0',
        rules: 12 + index,
        installed: index === 0,
      })),
    }),
  ],
  [
    /^\/policy-matrix$/,
    (asked) => {
      const { items, next, asOf } = page(asked, 60, (index) => ({
        project: projectRef(asked.world, index),
        outcomes: PACK_RULES.map((_, rule) => OUTCOMES[(index + rule * 2) % 5]),
      }))
      const totals = PACK_RULES.map((_, index) => ({ pass: 200 - index * 20, fail: index * 7, unknown: index * 3, notApplicable: 4 }))
      return { rules: rules(asked.world), rows: items, totals, next, asOf }
    },
  ],
  [
    /^\/policy-exceptions$/,
    (asked) =>
      page(asked, 3, (index) => ({
        id: index + 1,
        project: index === 0 ? null : projectRef(asked.world, index),
        pack: 'default',
        rule: PACK_RULES[index],
        selector: index === 2 ? asked.world.text("component.name == 'lodash'") : '',
        owner: asked.world.text('Ada'),
        reason: asked.world.text('behind a filter until March'),
        created: ago(30),
        expires: ago(-12 - index * 30),
      })),
  ],
  [
    /^\/policies\/what-if$/,
    ({ world }) => ({
      projects: 240,
      newlyFailing: [{ project: projectRef(world, 2), rules: ['no-known-exploited'] }],
      newlyPassing: [],
      newlyUnknown: [{ project: projectRef(world, 3), rules: ['trusted-origin'] }],
      truncated: false,
      next: null,
      asOf: new Date(NOW).toISOString(),
    }),
  ],
  [
    /^\/triage$/,
    (asked) =>
      page(asked, asked.query.has('vulnerability') ? 0 : 6, (index) => ({
        id: index + 1,
        project: index % 2 === 0 ? null : projectRef(asked.world, index),
        vulnerability: vulnerability(asked.world, index),
        package: index % 3 === 1 ? packageRef(asked.world, index) : null,
        componentVersion: index % 3 === 2 ? versionRef(asked.world, index) : null,
        status: (['not-affected', 'accepted', 'affected'] as const)[index % 3],
        justification: index % 3 === 0 ? 'vulnerable_code_not_in_execute_path' : '',
        statement: asked.world.text('the function is never called'),
        author: asked.world.text('Ada'),
        source: 'person',
        since: ago(index),
        expires: index === 1 ? ago(-30) : null,
        version: 1,
      })),
  ],
]
