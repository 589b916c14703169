import { WebAuthnJson } from '../../api/contract/administration.ts'
import { forbidden } from '../../api/problem-details.ts'
import { defineRoute } from '../../api/route.ts'
import { registrationOptions } from '../../login/passkey.ts'

export default defineRoute({
  method: 'POST',
  path: '/session/passkey/register/options',
  id: 'startPasskeyRegistration',
  summary: 'Begins to make a passkey for the caller’s account',
  tag: 'session',
  access: 'session',
  once: true,
  response: WebAuthnJson,
  handle: async (call) => {
    const { accountId, name } = call.viewer
    if (accountId === null || call.request.caller?.way === 'token') throw forbidden('a session')
    return registrationOptions(call, { id: accountId, name })
  },
})
