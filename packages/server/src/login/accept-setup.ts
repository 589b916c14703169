import { HttpProblem } from '../api/problem-details.ts'
import { writeAudit } from '../audit/write-audit.ts'
import type { Queryable } from '../store/database.ts'
import { INVITATION } from './invite.ts'
import { logIn } from './log-in.ts'
import type { LogIn } from './log-in.ts'
import { takeOnce } from './one-time.ts'
import { lockAdministrators, needsSetup, SETUP } from './setup-token.ts'

/** Takes a first-start token, which makes an administrator and a first organisation, or an invitation to an account; starts a session. */
export async function acceptSetup(call: LogIn, { token, name }: { readonly token: string; readonly name: string }): Promise<void> {
  const { services } = call
  const now = services.now()
  await services.db.transaction(async (transaction) => {
    const invited = await takeOnce<{ account: number }>(transaction, INVITATION, token, now)
    if (invited !== null) {
      const sql = 'UPDATE account SET name = $2 WHERE id = $1 AND disabled_at IS NULL'
      if ((await transaction.run(sql, [invited.account, name])) === 0) throw refused()
      return logIn(call, transaction, invited.account, 'invitation')
    }
    await lockAdministrators(transaction)
    if ((await takeOnce(transaction, SETUP, token, now)) === null || !(await needsSetup({ db: transaction }))) throw refused()
    await transaction.run('DELETE FROM one_time WHERE kind = $1', [SETUP])
    const account = await firstAdministrator(transaction, name, now)
    const object = `account:${account}`
    await writeAudit(transaction, now, { actor: object, action: 'server.set-up', object, organisation: null, detail: { name } })
    await logIn(call, transaction, account, 'first-start')
  })
}

function refused(): HttpProblem {
  return new HttpProblem(403, 'token-refused', 'this token is not valid: unknown, used or over')
}

async function firstAdministrator(transaction: Queryable, name: string, now: Date): Promise<number> {
  const [account] = await transaction.query<{ id: number }>('INSERT INTO account (name, created_at) VALUES ($1, $2) RETURNING id', [
    name,
    now,
  ])
  if (account === undefined) throw new Error('the account was not made')
  await transaction.run("INSERT INTO role_grant (account_id, role, created_at) VALUES ($1, 'admin', $2)", [account.id, now])
  await transaction.run(
    `INSERT INTO organisation (slug, name, created_at) SELECT 'main', 'Main', $1 WHERE NOT EXISTS (SELECT 1 FROM organisation)`,
    [now],
  )
  return account.id
}
