import { Done, WebAuthnJson } from '../../api/contract/index.ts'
import { defineRoute } from '../../api/route.ts'
import { registerPasskey } from '../../login/passkey.ts'
import { onlySession } from '../../login/only-session.ts'

export default defineRoute({
  method: 'POST',
  path: '/session/passkey/register/verify',
  id: 'finishPasskeyRegistration',
  summary: 'Keeps the passkey that the browser made',
  tag: 'session',
  access: 'session',
  body: WebAuthnJson,
  response: Done,
  handle: async (call) => {
    await registerPasskey(call, onlySession(call), call.body)
    return { done: true }
  },
})
