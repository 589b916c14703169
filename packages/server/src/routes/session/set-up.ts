import { Done, SetupInput } from '../../api/contract/index.ts'
import { defineRoute } from '../../api/route.ts'
import { acceptSetup } from '../../login/accept-setup.ts'

export default defineRoute({
  method: 'POST',
  path: '/session/setup',
  id: 'setUp',
  summary: 'First log-in: with the token that the server printed at its first start, or with an invitation',
  tag: 'session',
  access: 'public',
  guessable: true,
  once: true,
  body: SetupInput,
  response: Done,
  handle: async (call) => {
    await acceptSetup(call, call.body)
    return { done: true }
  },
})
