import { Done, WebAuthnJson } from '../../api/contract/index.ts'
import { defineRoute } from '../../api/route.ts'
import { logInByPasskey } from '../../login/passkey.ts'

export default defineRoute({
  method: 'POST',
  path: '/session/passkey/login/verify',
  id: 'finishPasskeyLogin',
  summary: 'Logs in with a passkey',
  tag: 'session',
  access: 'public',
  guessable: true,
  once: true,
  body: WebAuthnJson,
  response: Done,
  handle: async (call) => {
    await logInByPasskey(call, call.body)
    return { done: true }
  },
})
