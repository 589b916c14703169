import { startAuthentication, startRegistration } from '@simplewebauthn/browser'
import { send } from './client.ts'

/** Logs in with a key that this device or a security key holds. */
export async function loginByPasskey(): Promise<unknown> {
  const options = await send<Parameters<typeof startAuthentication>[0]['optionsJSON']>('POST', '/session/passkey/login/options', {
    body: {},
  })
  return send('POST', '/session/passkey/login/verify', { body: await startAuthentication({ optionsJSON: options }) })
}

/** Makes a passkey on this device for who is logged in. */
export async function registerPasskey(): Promise<unknown> {
  const options = await send<Parameters<typeof startRegistration>[0]['optionsJSON']>('POST', '/session/passkey/register/options', {
    body: {},
  })
  return send('POST', '/session/passkey/register/verify', { body: await startRegistration({ optionsJSON: options }) })
}
