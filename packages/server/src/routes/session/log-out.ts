import { Type } from 'typebox'
import { audited } from '../../administration/audited.ts'
import { defineRoute } from '../../api/route.ts'
import { endSession } from '../../login/session.ts'
import { sessionCookie } from '../../login/session-cookie.ts'

export default defineRoute({
  method: 'DELETE',
  path: '/session',
  id: 'logOut',
  summary: 'Ends the session of this browser',
  tag: 'session',
  access: 'session',
  status: 204,
  response: Type.Null(),
  handle: async (call) => {
    const { app, request, reply } = call
    const session = request.caller?.session ?? null
    if (session !== null)
      await audited(call, async (transaction) => {
        await endSession(transaction, session.digest)
        return { action: 'session.end', object: `account:${session.accountId}`, organisation: null, result: null }
      })
    const { name, options } = sessionCookie(app.origin)
    reply.clearCookie(name, options)
    return null
  },
})
