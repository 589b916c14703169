import { ProfileInput, Session } from '../../api/contract/administration.ts'
import { audited } from '../../administration/audited.ts'
import { defineRoute } from '../../api/route.ts'
import { sessionView } from '../../login/session-view.ts'
import { onlySession } from '../../login/only-session.ts'

export default defineRoute({
  method: 'PATCH',
  path: '/session',
  id: 'updateSession',
  summary: 'Changes the caller’s own name, mail address and language',
  tag: 'session',
  access: 'session',
  body: ProfileInput,
  response: Session,
  handle: async (call) => {
    const { body } = call
    const account = onlySession(call)
    await audited(call, async (transaction) => {
      await transaction.run(
        'UPDATE account SET name = coalesce($2, name), email = coalesce($3, email), locale = coalesce($4, locale) WHERE id = $1',
        [account, body.name ?? null, body.email ?? null, body.locale ?? null],
      )
      return { action: 'account.profile', object: `account:${account}`, organisation: null, detail: body, result: null }
    })
    return sessionView(call)
  },
})
