import { WebAuthnJson } from '../../api/contract/administration.ts'
import { defineRoute } from '../../api/route.ts'
import { registrationOptions } from '../../login/passkey.ts'
import { onlySession } from '../../login/only-session.ts'

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
    return registrationOptions(call, { id: onlySession(call), name: call.viewer.name })
  },
})
