import { Type } from 'typebox'
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
  handle: async ({ services, app, request, reply }) => {
    const digest = request.caller?.session?.digest
    if (digest !== undefined) await endSession(services.db, digest)
    const { name, options } = sessionCookie(app.origin)
    reply.clearCookie(name, options)
    return null
  },
})
