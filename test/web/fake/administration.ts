import { ago, NOW, packageRef, projectRef, teamRef, vulnerability } from './facts.ts'
import { page } from './page.ts'
import type { Answers } from './page.ts'

/** People, keys, notifications, the server itself. */
export const ADMINISTRATION: Answers = [
  [
    /^\/notifications$/,
    (asked) =>
      page(asked, 12, (index) => ({
        id: index + 1,
        at: ago(index),
        kind: 'finding.opened',
        project: projectRef(asked.world, index),
        vulnerability: index % 2 === 0 ? vulnerability(asked.world, index) : null,
        text: asked.world.text('A critical problem opened in 3 projects'),
        read: index > 3 ? ago(0) : null,
      })),
  ],
  [
    /^\/subscriptions$/,
    (asked) =>
      page(asked, 2, (index) => ({
        id: index + 1,
        kinds: ['finding.opened', asked.world.text('other')],
        minSeverity: 'high',
        project: index === 0 ? null : projectRef(asked.world, 1),
        package: index === 0 ? packageRef(asked.world, 0) : null,
        created: ago(20),
      })),
  ],
  [
    /^\/webhooks$/,
    (asked) =>
      page(asked, 2, (index) => ({
        id: index + 1,
        organisation: 'example',
        url: asked.world.text('https://chat.example/hook'),
        kinds: ['finding.opened'],
        condition: '',
        enabled: true,
        lastStatus: index === 0 ? 200 : 503,
        failing: index === 1,
      })),
  ],
  [
    /^\/webhooks\/\d+\/deliveries$/,
    (asked) =>
      page(asked, 3, (index) => ({
        outbox: index + 1,
        state: 'done',
        attempts: 1,
        status: 200,
        reason: asked.world.text('arrived'),
        at: ago(index),
      })),
  ],
  [
    /^\/sources$/,
    (asked) =>
      page(asked, 2, (index) => ({
        id: index + 1,
        project: projectRef(asked.world, index),
        kind: 'git',
        location: asked.world.text('https://git.example/shop/checkout.git'),
        ref: 'main',
        everyMinutes: 1440,
        assess: true,
        due: ago(-0.4),
        attempted: ago(0.6),
        reason: index === 1 ? asked.world.text('the host did not answer') : '',
        enabled: true,
      })),
  ],
  [
    /^\/tokens$/,
    (asked) =>
      page(asked, 2, (index) => ({
        id: index + 1,
        prefix: 'cup_ab12',
        name: asked.world.text('pipeline'),
        scopes: ['upload:write', 'portfolio:read'],
        project: null,
        created: ago(40),
        expires: ago(-50),
        used: index === 0 ? ago(1) : null,
      })),
  ],
  [/^\/passkeys$/, (asked) => page(asked, 1, () => ({ id: 'key', name: asked.world.text('Laptop'), created: ago(90), used: ago(0.1) }))],
  [
    /^\/sessions$/,
    (asked) =>
      page(asked, 2, (index) => ({
        id: String(index).repeat(64),
        agent: asked.world.text('Mozilla/5.0 (X11; Linux x86_64) Chromium'),
        created: ago(2),
        seen: ago(index),
        expires: ago(-10),
        current: index === 0,
      })),
  ],
  [
    /^\/accounts$/,
    (asked) =>
      page(asked, 3, (index) => ({
        id: index + 1,
        name: asked.world.text(['Ada', 'Grace', 'Wangari'][index] ?? ''),
        email: asked.world.text('somebody@example'),
        issuer: '',
        disabled: null,
        grants: [
          { id: index + 1, role: 'admin', organisation: index === 0 ? null : asked.world.text('example'), team: null, project: null },
        ],
      })),
  ],
  [/^\/organisations$/, (asked) => page(asked, 1, () => ({ id: 1, slug: 'example', name: asked.world.text('Example') }))],
  [/^\/teams$/, (asked) => page(asked, 3, (index) => ({ ...teamRef(asked.world, index), organisation: 'example', parent: null }))],
  [
    /^\/trust-policy$/,
    ({ world }) => ({
      organisation: 'example',
      version: 2,
      text: world.text('version = 1'),
      digest: `sha256:${'0'.repeat(64)}`,
      by: world.text('Ada'),
      since: ago(3),
      notes: [{ level: 'warning', line: 3, message: world.text('identity release: no rule names it'), remedy: world.text('take it out') }],
      attestations: { verified: 12, unverified: 3, refused: 1, waiting: 2 },
      asOf: new Date(NOW).toISOString(),
    }),
  ],
  [
    /^\/trust-policies$/,
    (asked) =>
      page(asked, 3, (index) => ({
        id: 3 - index,
        organisation: 'example',
        version: 3 - index,
        removed: index === 1,
        digest: index === 1 ? '' : `sha256:${'0'.repeat(64)}`,
        by: asked.world.text('Ada'),
        since: ago(3 + index),
        until: index === 0 ? null : ago(2 + index),
      })),
  ],
  [
    /^\/trust-policy\/preview$/,
    ({ world }) => ({
      usable: true,
      notes: [],
      kept: { count: 16, type: 'EXACT' },
      asked: 16,
      verified: 11,
      verifiedNow: 12,
      changes: [
        {
          project: projectRef(world, 2),
          subject: world.text('checkout-1.4.2.tgz'),
          digest: `sha256:${'0'.repeat(64)}`,
          before: 'verified',
          after: 'refused',
          reason: world.text('the signer is another'),
          signer: world.text('https://git.example/shop'),
        },
      ],
      next: null,
      asOf: new Date(NOW).toISOString(),
    }),
  ],
  [
    /^\/ci-trusts$/,
    (asked) =>
      page(asked, 1, () => ({
        id: 1,
        organisation: 'example',
        name: asked.world.text('release'),
        issuer: asked.world.text('https://ci.example'),
        audience: asked.world.text('https://cupel.example'),
        condition: asked.world.text("claims.repository == 'shop/checkout'"),
        scopes: ['upload:write'],
        project: null,
      })),
  ],
  [
    /^\/audit$/,
    (asked) =>
      page(asked, 120, (index) => ({
        seq: 120 - index,
        at: ago(index / 9),
        actor: asked.world.text('account:1'),
        action: 'triage.decide',
        object: asked.world.text('vulnerability:1'),
        detail: { reason: asked.world.text('tested') },
        digest: 'ab'.repeat(32),
      })),
  ],
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
      queues: ['ingest', 'notify', 'assess'].map((name, index) => ({
        name,
        waiting: index * 3,
        running: index,
        failed: index === 2 ? 1 : 0,
      })),
      backup: { last: ago(0.7) },
      uptimeSeconds: 90_211,
    }),
  ],
  [
    /^\/system\/failed-jobs$/,
    (asked) =>
      page(asked, 1, () => ({ id: 'a', queue: 'assess', reason: asked.world.text('the repository is gone'), at: ago(1), attempts: 5 })),
  ],
]
