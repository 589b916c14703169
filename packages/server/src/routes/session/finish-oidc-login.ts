import { Type } from 'typebox'
import { HttpProblem } from '../../api/problem-details.ts'
import { defineRoute } from '../../api/route.ts'
import { oidcFinish } from '../../login/oidc.ts'

const Text = (maxLength: number) => Type.Optional(Type.String({ maxLength }))

export default defineRoute({
  method: 'GET',
  path: '/session/oidc/:provider/callback',
  id: 'finishOidcLogin',
  summary: 'Where the OpenID Connect provider sends the browser back to',
  tag: 'session',
  access: 'public',
  status: 302,
  guessable: true,
  params: Type.Object({ provider: Type.String({ maxLength: 100 }) }),
  query: Type.Object({
    code: Text(4000),
    state: Text(1000),
    iss: Text(2000),
    session_state: Text(1000),
    scope: Text(1000),
    error: Text(1000),
    error_description: Text(4000),
    error_uri: Text(2000),
  }),
  response: Type.Null(),
  handle: async (call) => {
    // A person stands here with a browser: a problem document would be no help.
    const to = await oidcFinish(call, call.params.provider).catch((error: unknown) => {
      if (error instanceof HttpProblem) return `/login?problem=${error.type}`
      throw error
    })
    call.reply.header('location', to).header('cache-control', 'no-store')
    return null
  },
})
