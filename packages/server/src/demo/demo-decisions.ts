import type { Viewer } from '../api/viewer.ts'
import { grantException } from '../policy/change-exceptions.ts'
import { installPack } from '../policy/change-packs.ts'
import type { Services } from '../services.ts'
import { setTriage } from '../write/set-triage.ts'

export interface DemoCall {
  /** With the clock of the day. */
  readonly services: Services
  readonly viewer: Viewer
  readonly now: Date
  /** Ids by slug. */
  readonly projects: ReadonlyMap<string, number>
}

/** Something that was done on a day. */
export interface DemoStep {
  readonly daysAgo: number
  run(call: DemoCall): Promise<unknown>
}

const DAY_MS = 86_400_000

/** What people of the example organisation decided: packs, what they wish to hear of, judgements, an exception. */
export const DEMO_DECISIONS: readonly DemoStep[] = [
  {
    daysAgo: 26,
    async run(call) {
      await installPack(call, { shipped: 'default' })
      await installPack(call, { shipped: 'osps-baseline' })
    },
  },
  {
    daysAgo: 22,
    run: ({ services, viewer, now }) =>
      services.db.run("INSERT INTO subscription (account_id, kinds, min_severity, created_at) VALUES ($1, '{*}', 'high', $2)", [
        viewer.accountId,
        now,
      ]),
  },
  triage(18, 'image-worker', {
    vulnerability: 'CVE-2023-4863',
    status: 'under-investigation',
    statement: 'Whether customers may send WebP pictures is being asked.',
  }),
  triage(9, 'web-shop', {
    vulnerability: 'CVE-2021-23337',
    status: 'not-affected',
    justification: 'vulnerable_code_cannot_be_controlled_by_adversary',
    statement: 'Templates are compiled when the shop is built, from our own files only.',
  }),
  triage(13, 'billing', {
    vulnerability: 'CVE-2020-15250',
    status: 'accepted',
    statement: 'Tests run on machines that nobody shares.',
    expiresInDays: 40,
  }),
  {
    daysAgo: 6,
    run: (call) =>
      grantException(call, {
        project: call.projects.get('reports') ?? null,
        pack: 'default',
        rule: 'no-serious-fixable',
        owner: 'Insights',
        reason: 'The next Django needs a newer database, which comes with the move to the new rooms.',
        expires: new Date(call.now.getTime() + 25 * DAY_MS).toISOString(),
      }),
  },
]

interface Judgement {
  readonly vulnerability: string
  readonly status: 'not-affected' | 'under-investigation' | 'accepted'
  readonly justification?: string
  readonly statement: string
  /** When it is to be looked at again. */
  readonly expiresInDays?: number
}

function triage(daysAgo: number, project: string, { expiresInDays, ...judgement }: Judgement): DemoStep {
  return {
    daysAgo,
    run: ({ services, viewer, now, projects }) =>
      setTriage(
        services,
        { viewer, now, at: null },
        {
          ...judgement,
          project: projects.get(project) ?? null,
          ...(expiresInDays === undefined ? {} : { expires: new Date(now.getTime() + expiresInDays * DAY_MS).toISOString() }),
        },
        null,
      ),
  }
}
