import type { Services } from '../services.ts'

/** The administrator of a demonstration, made at the first request. Issuer and subject keep it from being made twice. */
export async function demoAccount({ db, now }: Services): Promise<{ readonly id: number; readonly name: string }> {
  const find = "SELECT id, name FROM account WHERE issuer = 'urn:cupel:demo' AND subject = 'admin'"
  const [known] = await db.query<{ id: number; name: string }>(find)
  if (known !== undefined) return known
  return db.transaction(async (transaction) => {
    const [made] = await transaction.query<{ id: number }>(
      `INSERT INTO account (name, issuer, subject, created_at) VALUES ('Demo', 'urn:cupel:demo', 'admin', $1)
       ON CONFLICT DO NOTHING RETURNING id`,
      [now()],
    )
    if (made !== undefined)
      await transaction.run("INSERT INTO role_grant (account_id, role, created_at) VALUES ($1, 'admin', $2)", [made.id, now()])
    const [account] = await transaction.query<{ id: number; name: string }>(find)
    if (account === undefined) throw new Error('the account of the demonstration is missing')
    return account
  })
}
