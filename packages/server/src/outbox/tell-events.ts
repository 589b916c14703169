import { visibleProjects } from '../login/access-map.ts'
import { seesProject } from '../api/visible-projects.ts'
import { advisoriesOf } from '../feed/advisory-holder.ts'
import { applyVex } from '../triage/apply-vex.ts'
import { CLOSING_STATUSES } from '../triage/deciding-triage.ts'
import { accountRules } from '../login/account-rules.ts'
import type { Services } from '../services.ts'
import type { Queryable } from '../store/database.ts'
import { DELIVERY_QUEUE } from './deliver.ts'
import { meetsCondition } from './event-condition.ts'
import { eventsOf, groupNews } from './news-event.ts'
import type { NewsEvent, NewsGroup } from './news-event.ts'
import { UNTOLD_NEWS } from './news-with.ts'
import { takeBatches, takeUntold } from './take-untold.ts'

const BATCH = 20_000

/**
 * Tells everybody who wished to hear of the events that nobody was told of yet, each of them one message about each problem, however
 * many projects have it; and sets out what is to be sent to webhooks. All of a batch or nothing. Gives how many events it was.
 */
export async function tellEvents(services: Services, signal: AbortSignal): Promise<number> {
  const judged = await hearDecisions(services)
  let told = 0
  for (const take of [takeBatches, takeUntold])
    for (let more = true; more && !signal.aborted;) {
      const taken = await services.db.transaction(async (transaction) => {
        const ids = await take(transaction, BATCH)
        const kinds = await wishedKinds(transaction)
        if (ids.length === 0 || kinds?.length === 0) return { taken: ids.length, held: 0 }
        const held = await decidedAmong(transaction, ids, judged)
        const events = await eventsOf(transaction, held.size === 0 ? ids : ids.filter((id) => !held.has(id)), kinds)
        const groups = groupNews(events)
        await notify(transaction, groups, services.now())
        await setOutDeliveries(transaction, groups, services)
        return { taken: ids.length, held: held.size }
      })
      told += taken.taken - taken.held
      more = take === takeBatches ? taken.taken > 0 : taken.taken === BATCH
    }
  return told
}

/** Kinds of events of which anybody wishes to hear; null: of all. */
async function wishedKinds(db: Queryable): Promise<readonly string[] | null> {
  const rows = await db.query<{ kind: string }>(
    `SELECT unnest(kinds) AS kind FROM subscription UNION SELECT unnest(kinds) FROM webhook WHERE enabled`,
  )
  const kinds = rows.map(({ kind }) => kind)
  return kinds.includes('*') ? null : kinds
}

/**
 * What the VEX documents of a project say about a problem that is new to it is heard before anybody is bothered. Gives the projects that
 * have such documents.
 */
async function hearDecisions(services: Services): Promise<readonly number[]> {
  const rows = await services.db.query<{ project_id: number }>(
    `SELECT DISTINCT o.project_id FROM ${UNTOLD_NEWS} o WHERE o.kind = 'finding.opened' AND o.payload->>'by' = 'advisory'
       AND EXISTS (SELECT 1 FROM upload u WHERE u.project_id = o.project_id AND u.kind = 'vex' AND u.state = 'done')`,
  )
  const projects = rows.map(({ project_id }) => project_id)
  for (const project of projects) await applyVex(services, project, advisoriesOf(services).current())
  return projects
}

/** Which of these events are of problems that VEX decided for all of the versions of which they tell. */
async function decidedAmong(db: Queryable, ids: readonly number[], projects: readonly number[]): Promise<ReadonlySet<number>> {
  if (projects.length === 0) return new Set()
  const rows = await db.query<{ id: number }>(
    `SELECT o.id FROM outbox o WHERE o.id = ANY($1::int8[]) AND o.kind = 'finding.opened' AND o.project_id = ANY($2::int4[])
       AND jsonb_array_length(coalesce(o.payload->'versions', '[]')) > 0 AND NOT EXISTS (
       SELECT 1 FROM jsonb_array_elements_text(o.payload->'versions') x(version) WHERE NOT EXISTS (
         SELECT 1 FROM triage t WHERE t.project_id = o.project_id AND t.vulnerability_id = o.vulnerability_id AND t.source = 'vex'
           AND t.version_id = x.version::int4 AND t.until IS NULL AND t.status IN ${CLOSING_STATUSES}))`,
    [ids, projects],
  )
  return new Set(rows.map(({ id }) => Number(id)))
}

const RANKS = ['unknown', 'none', 'low', 'medium', 'high', 'critical']

interface SubscriptionRow {
  readonly account_id: number
  readonly org_id: number | null
  readonly project_id: number | null
  readonly package_id: number | null
  readonly kinds: readonly string[]
  readonly min_severity: string
}

interface Message {
  readonly account: number
  readonly leader: NewsEvent
  readonly events: number
}

async function notify(db: Queryable, groups: readonly NewsGroup[], now: Date): Promise<void> {
  if (groups.length === 0) return
  const kinds = [...new Set(groups.map(({ leader }) => leader.kind))]
  const subscriptions = await db.query<SubscriptionRow>(
    `SELECT s.account_id, s.org_id, s.project_id, s.package_id, s.kinds, s.min_severity FROM subscription s
     JOIN account a ON a.id = s.account_id AND a.disabled_at IS NULL WHERE s.kinds && $1::text[] OR '*' = ANY(s.kinds)`,
    [kinds],
  )
  const packages = subscriptions.some(({ package_id }) => package_id !== null) ? await packagesOf(db, groups) : new Map<number, number>()
  const byAccount = new Map<number, SubscriptionRow[]>()
  for (const row of subscriptions) byAccount.set(row.account_id, [...(byAccount.get(row.account_id) ?? []), row])
  const messages: Message[] = []
  for (const [account, rows] of byAccount) {
    const sees = await sightOf(db, account)
    for (const { events } of groups) {
      const heard = events.filter((event) => rows.some((row) => wants(row, event, packages)) && sees(event))
      const [leader] = heard
      if (leader !== undefined) messages.push({ account, leader, events: heard.length })
    }
  }
  await writeMessages(db, messages, now)
}

function wants(row: SubscriptionRow, event: NewsEvent, packages: ReadonlyMap<number, number>): boolean {
  if (!row.kinds.includes('*') && !row.kinds.includes(event.kind)) return false
  if (row.org_id !== null && row.org_id !== event.org_id) return false
  if (row.project_id !== null && row.project_id !== event.project_id) return false
  if (row.package_id !== null && !event.versions.some((version) => packages.get(version) === row.package_id)) return false
  // An event that is about no problem has no severity to be too low.
  return event.severity === null || event.malware || RANKS.indexOf(event.severity) >= RANKS.indexOf(row.min_severity)
}

async function packagesOf(db: Queryable, groups: readonly NewsGroup[]): Promise<ReadonlyMap<number, number>> {
  const versions = new Set(groups.flatMap(({ events }) => events.flatMap((event) => event.versions)))
  const rows = await db.query<{ id: number; package_id: number }>('SELECT id, package_id FROM package_version WHERE id = ANY($1::int4[])', [
    [...versions],
  ])
  return new Map(rows.map(({ id, package_id }) => [id, package_id]))
}

/** What of the events an account may see: nobody hears of a project that they cannot open. */
async function sightOf(db: Queryable, account: number): Promise<(event: NewsEvent) => boolean> {
  const access = await accountRules(db, account, null)
  const reading = access.rules.filter(({ permissions }) => permissions.includes('portfolio:read'))
  if (reading.some(({ everywhere }) => everywhere)) return () => true
  const visible = visibleProjects(reading)
  return ({ project_id, org_id }) =>
    project_id === null ? access.organisations.includes(org_id) : seesProject(visible, { id: project_id, organisation: org_id })
}

/** What somebody has not read yet of the same problem, or of the same project's picture, within a day becomes more instead of many. */
async function writeMessages(db: Queryable, messages: readonly Message[], now: Date): Promise<void> {
  if (messages.length === 0) return
  await db.run(
    `WITH told AS (
       SELECT x.account_id, x.outbox_id, x.events, (
         SELECT n.id FROM notification n JOIN outbox e ON e.id = n.outbox_id
         WHERE n.account_id = x.account_id AND n.read_at IS NULL AND e.at > $4::timestamptz - interval '1 day' AND e.kind = o.kind
           AND CASE WHEN o.payload->>'by' = 'snapshot' THEN e.project_id = o.project_id AND e.payload->>'by' = 'snapshot'
             ELSE e.vulnerability_id = o.vulnerability_id AND e.payload->>'by' IS DISTINCT FROM 'snapshot' END
         ORDER BY n.id DESC LIMIT 1) AS known
       FROM unnest($1::int4[], $2::int8[], $3::int4[]) AS x(account_id, outbox_id, events) JOIN outbox o ON o.id = x.outbox_id
     ), grown AS (
       UPDATE notification n SET events = n.events + t.events
       FROM (SELECT known, sum(events)::int4 AS events FROM told WHERE known IS NOT NULL GROUP BY known) t WHERE n.id = t.known
     )
     INSERT INTO notification (account_id, outbox_id, events) SELECT account_id, outbox_id, events FROM told WHERE known IS NULL
     ON CONFLICT (account_id, outbox_id) DO NOTHING`,
    [messages.map(({ account }) => account), messages.map(({ leader }) => leader.id), messages.map(({ events }) => events), now],
  )
}

interface WebhookRow {
  readonly id: number
  readonly org_id: number
  readonly kinds: readonly string[]
  readonly condition: string
}

async function setOutDeliveries(db: Queryable, groups: readonly NewsGroup[], services: Services): Promise<void> {
  const organisations = [...new Set(groups.map(({ leader }) => leader.org_id))]
  if (organisations.length === 0) return
  const webhooks = await db.query<WebhookRow>(
    'SELECT id, org_id, kinds, condition FROM webhook WHERE enabled AND org_id = ANY($1::int4[])',
    [organisations],
  )
  for (const { id, org_id, kinds, condition } of webhooks) {
    const wanted = groups.filter(
      (group) =>
        group.leader.org_id === org_id && (kinds.includes('*') || kinds.includes(group.leader.kind)) && meetsCondition(condition, group),
    )
    for (const { leader } of wanted) {
      const added = await db.run(
        `INSERT INTO delivery (webhook_id, outbox_id, state, at) VALUES ($1, $2, 'queued', $3) ON CONFLICT DO NOTHING`,
        [id, leader.id, services.now()],
      )
      const payload = { webhook: id, event: leader.id }
      if (added > 0) await services.jobs.send(DELIVERY_QUEUE, payload, { transaction: db, key: `delivery-${id}-${leader.id}` })
    }
  }
}
