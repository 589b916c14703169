import type { Queryable } from '../store/database.ts'

/** The trust policy of an organisation at present. */
export interface PresentTrust {
  /** null: there never was one. */
  readonly id: number | null
  /** 0: there never was one. */
  readonly version: number
  /** null: nobody is trusted. */
  readonly body: string | null
}

export const NO_TRUST: PresentTrust = { id: null, version: 0, body: null }

/** Of the organisation of a project. */
export async function trustOfProject(db: Queryable, project: number): Promise<PresentTrust> {
  const [row] = await db.query<PresentTrust>(
    'SELECT k.id, k.version, k.body FROM project p JOIN trust_policy k ON k.org_id = p.org_id AND k.until IS NULL WHERE p.id = $1',
    [project],
  )
  return row ?? NO_TRUST
}

/**
 * The same, kept as it is until the transaction ends: whoever changes it waits. The organisation's row is what both hold on to, since
 * there may be no policy yet.
 */
export async function heldTrustOfProject(transaction: Queryable, project: number): Promise<PresentTrust> {
  await transaction.query('SELECT 1 FROM organisation WHERE id = (SELECT org_id FROM project WHERE id = $1) FOR KEY SHARE', [project])
  return trustOfProject(transaction, project)
}
