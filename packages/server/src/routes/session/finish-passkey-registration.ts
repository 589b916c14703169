import { Done, WebAuthnJson } from '../../api/contract/index.ts'
import { forbidden } from '../../api/problem-details.ts'
import { defineRoute } from '../../api/route.ts'
import { registerPasskey } from '../../login/passkey.ts'

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
    const { accountId } = call.viewer
    if (accountId === null || call.request.caller?.way === 'token') throw forbidden('a session')
    await registerPasskey(call, accountId, call.body)
    return { done: true }
  },
})
