import { WebAuthnJson } from '../../api/contract/administration.ts'
import { defineRoute } from '../../api/route.ts'
import { loginOptions } from '../../login/passkey.ts'

export default defineRoute({
  method: 'POST',
  path: '/session/passkey/login/options',
  id: 'startPasskeyLogin',
  summary: 'Begins to log in with a passkey',
  tag: 'session',
  access: 'public',
  once: true,
  response: WebAuthnJson,
  handle: (call) => loginOptions(call),
})
