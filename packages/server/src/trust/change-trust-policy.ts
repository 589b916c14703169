import { createHash } from 'node:crypto'
import { ConfigInvalid, readTrustPolicy } from '@cupel/policy'
import type { TrustIdentity, TrustPolicy, TrustRule } from '@cupel/policy'
import { organisationFor } from '../administration/administered-organisations.ts'
import { changedSince, HttpProblem } from '../api/problem-details.ts'
import type { Viewer } from '../api/viewer.ts'
import { writeAudit } from '../audit/write-audit.ts'
import { policyTouched } from '../policy/policy-due.ts'
import type { Services } from '../services.ts'
import type { Queryable } from '../store/database.ts'
import { storedText } from '../store/stored-text.ts'
import { usableText } from './check-trust-text.ts'
import { TRUST_SOURCE } from './usable-trust.ts'
import { VERIFY_QUEUE } from './verify-round.ts'

export interface TrustCall {
  readonly services: Services
  readonly viewer: Viewer
  readonly now: Date
}

export interface TrustChange {
  /** Name of the organisation; the only one unless told. */
  readonly organisation: string | undefined
  /** null: nobody is trusted any more. */
  readonly text: string | null
  /** The version that was read; null: there was none. */
  readonly expected: number | null
}

/**
 * PUT and DELETE /trust-policy: whom the organisation trusts from now on. Refused when it is not what was read before. What is kept is
 * verified again by a job, and counts as verified only then. The same text changes nothing. Gives the organisation.
 */
export async function changeTrustPolicy(call: TrustCall, { organisation: slug, text, expected }: TrustChange): Promise<number> {
  const { services, viewer, now } = call
  const organisation = await trustAuthorFor(services.db, viewer, slug)
  const body = text === null ? null : storedText(text)
  if (body !== null) usableText(body, now)
  await services.db.transaction(async (transaction) => {
    // Whoever keeps an attestation meanwhile holds on to this row too.
    await transaction.query('SELECT id FROM organisation WHERE id = $1 FOR UPDATE', [organisation])
    const [before] = await transaction.query<Present>(
      'SELECT id, version, body, digest FROM trust_policy WHERE org_id = $1 AND until IS NULL FOR NO KEY UPDATE',
      [organisation],
    )
    if ((before?.version ?? 0) !== (expected ?? 0)) throw changedSince(before?.version ?? 0)
    if ((before?.body ?? null) === body) return
    const version = (before?.version ?? 0) + 1
    const digest = body === null ? '' : `sha256:${createHash('sha256').update(body).digest('hex')}`
    if (before !== undefined) await transaction.run('UPDATE trust_policy SET until = $2 WHERE id = $1', [before.id, now])
    const [row] = await transaction.query<{ id: number }>(
      `INSERT INTO trust_policy (org_id, version, body, digest, created_by, since, round_since) VALUES ($1, $2, $3, $4, $5, $6, $6) RETURNING id`,
      [organisation, version, body, digest, viewer.name, now],
    )
    await verifyAgain(transaction, services, { organisation, now })
    await writeAudit(transaction, now, {
      actor: viewer.actor,
      action: body === null ? 'trust-policy.remove' : 'trust-policy.set',
      object: `trust-policy:${row?.id ?? 0}`,
      organisation,
      detail: { version, digest, replaces: before?.digest ?? '', ...differences(before?.body ?? null, body) },
    })
  })
  return organisation
}

/**
 * The organisation, when the viewer may say whom it trusts: a person who writes its policies, or a token of such a person. A CI job may
 * not, whatever its scopes: what a pipeline hands in must not be vouched for by whoever changed the pipeline.
 */
export async function trustAuthorFor(db: Queryable, viewer: Viewer, slug: string | undefined): Promise<number> {
  const organisation = await organisationFor(db, viewer, 'policy:write', slug)
  if (viewer.accountId === null) throw new HttpProblem(403, 'forbidden', 'a CI job may not say whom to trust')
  return organisation
}

interface Present {
  readonly id: number
  readonly version: number
  readonly body: string | null
  readonly digest: string
}

/** Rules are asked again behind the job that verifies; where that takes longer than this, with what is known then. */
const GRACE_MS = 10 * 60_000

async function verifyAgain(
  transaction: Queryable,
  services: Services,
  { organisation, now }: { readonly organisation: number; readonly now: Date },
): Promise<void> {
  const rows = await transaction.query<{ id: number }>(
    'SELECT p.id FROM project p WHERE p.org_id = $1 AND p.archived_at IS NULL AND EXISTS (SELECT 1 FROM attestation a WHERE a.project_id = p.id) ORDER BY p.id',
    [organisation],
  )
  const later = new Date(now.getTime() + GRACE_MS)
  await policyTouched(transaction, { jobs: services.jobs, now: () => later }, { projects: rows.map(({ id }) => id) })
  await services.jobs.send(VERIFY_QUEUE, {}, { transaction, key: VERIFY_QUEUE })
}

const MOST_NAMES = 50

/** What became another, by name, for the audit log. */
function differences(before: string | null, after: string | null): Readonly<Record<string, readonly string[]>> {
  const [old, fresh] = [partsOf(before), partsOf(after)]
  const names = (of: (name: string) => boolean, all: ReadonlyMap<string, string>): readonly string[] =>
    [...all.keys()]
      .filter(of)
      .slice(0, MOST_NAMES)
      .map((name) => name.slice(0, 100))
  return {
    added: names((name) => !old.has(name), fresh),
    removed: names((name) => !fresh.has(name), old),
    changed: names((name) => old.has(name) && old.get(name) !== fresh.get(name), fresh),
  }
}

/** A text of long ago may be one that this program no longer reads. */
function readable(text: string | null): TrustPolicy | null {
  try {
    return text === null ? null : readTrustPolicy(text, TRUST_SOURCE)
  } catch (error) {
    if (error instanceof ConfigInvalid) return null
    throw error
  }
}

function partsOf(text: string | null): ReadonlyMap<string, string> {
  const policy = readable(text)
  if (policy === null) return new Map()
  const { identities, rules, maxRootAge } = policy
  const told = (what: string, one: TrustIdentity | TrustRule): readonly [string, string] => [
    `${what} ${one.name}`,
    // Where it stands says nothing of what it is.
    JSON.stringify({ ...one, line: 0 }),
  ]
  return new Map([
    ...identities.map((one) => told('identity', one)),
    ...rules.map((one) => told('rule', one)),
    ...(maxRootAge === null ? [] : [['max-root-age', String(maxRootAge)] as const]),
  ])
}
