import { Session } from '../../api/contract/administration.ts'
import { defineRoute } from '../../api/route.ts'
import { sessionView } from '../../login/session-view.ts'

export default defineRoute({
  method: 'GET',
  path: '/session',
  id: 'getSession',
  summary: 'Who is asking, what they may do, and how people log in here',
  tag: 'session',
  access: 'public',
  response: Session,
  handle: async (call) => {
    call.reply.header('cache-control', 'no-store')
    return sessionView(call)
  },
})
