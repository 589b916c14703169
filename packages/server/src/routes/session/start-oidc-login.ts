import { Type } from 'typebox'
import { defineRoute } from '../../api/route.ts'
import { oidcStart } from '../../login/oidc.ts'

export default defineRoute({
  method: 'GET',
  path: '/session/oidc/:provider',
  id: 'startOidcLogin',
  summary: 'Sends the browser to an OpenID Connect provider',
  tag: 'session',
  access: 'public',
  status: 302,
  params: Type.Object({ provider: Type.String({ maxLength: 100 }) }),
  query: Type.Object({ to: Type.Optional(Type.String({ maxLength: 2000 })) }),
  response: Type.Null(),
  handle: async (call) => {
    call.reply.header('location', await oidcStart(call, call.params.provider, call.query.to ?? '/')).header('cache-control', 'no-store')
    return null
  },
})
