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
import { page } from './page.ts'
import type { Answers } from './page.ts'
import { OUTCOMES, rules } from './rules.ts'

/** Projects, findings, history, uploads. */
export const PORTFOLIO: Answers = [
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
      index: { kind: 'full', modified: '2026-11-21', ageDays: 1, kevAgeDays: 2 },
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
      problems: [
        {
          code: 'E_LOCK',
          message: world.text('An entry could not be understood'),
          path: world.text('web/package-lock.json'),
          line: 12,
          incomplete: true,
        },
      ],
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
    /^\/(?:projects|components)\/\d+\/assessment$/,
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
        verified: index === 1 ? null : ago(index),
        policy: index === 1 ? null : { version: 2, digest: `sha256:${'0'.repeat(64)}` },
        present: index !== 1,
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
        evidence: [
          {
            subject: asked.world.text('pkg:npm/lodash@4.17.20'),
            expression: asked.world.text('!finding.knownExploited'),
            value: 'false',
            source: asked.world.text('CISA KEV'),
          },
        ],
        mappings: [asked.world.text('OSPS-VM-05'), asked.world.text('SSDF RV.1')],
        exception:
          index === 1
            ? { owner: asked.world.text('Ada'), reason: asked.world.text('behind a filter until March'), expires: ago(-90) }
            : null,
        since: ago(4),
      })),
  ],
  [/^\/(?:projects\/\d+\/)?uploads$/, (asked) => page(asked, 4, (index) => upload(asked.world, index + 1))],
  [/^\/uploads\/\d+$/, ({ world, parts }) => upload(world, Number(parts[1]))],
  [
    /^\/findings$/,
    (asked) => page(asked, 40, (index) => finding(asked.world, Number(asked.query.get('vulnerability') ?? index + 1) - 1, index)),
  ],
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
        counts: {
          critical: 60 - index + (index % 3),
          high: 200 - index * 2,
          medium: 380 + index,
          low: 90 + (index % 6),
          unknown: 12,
          malware: 0,
        },
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
        unmatched: index % 2,
        risk: 90 / (index + 1),
        why: asked.world.text('one maintainer, no review, two open problems'),
      })),
  ],
  [
    /^\/upgrades$/,
    (asked) =>
      page(asked, 12, (index) => ({
        package: packageRef(asked.world, index),
        to: index === 11 ? null : asked.world.text('4.17.23'),
        from: [0, 1, 2, 3].slice(index % 4).map((place) => versionRef(asked.world, index, place)),
        versions: 4 - (index % 4),
        open: counts(index + 3),
        clears: index === 11 ? counts(0) : counts(index + 2),
        exploited: index % 3 === 0 ? 1 : 0,
        leaves: index % 4 === 1 ? [asked.world.text('CVE-2026-1')] : [],
        left: index % 4 === 1 ? 1 : 0,
      })),
  ],
  [
    /^\/teams\/performance$/,
    (asked) =>
      page(asked, 3, (index) => ({
        team: index === 2 ? null : teamRef(asked.world, index),
        projects: 40,
        counts: counts(index + 4),
        medianDays: index === 2 ? null : 4.5 + index * 8,
        overdue: index,
      })),
  ],
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
    problems:
      state === 'failed' ? [{ code: 'E_FORMAT', message: world.text('This is no SBOM'), path: '', line: null, incomplete: true }] : [],
    result: state === 'done' ? { components: 214, findings: 9, unmatched: 2, snapshot: 9 } : {},
    created: ago(id),
    finished: ago(id - 0.001),
  }
}
