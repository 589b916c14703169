import type { FastifyReply } from 'fastify'
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import type { AppContext } from '../api/app-context.ts'
import { HttpProblem } from '../api/problem-details.ts'
import { writeAudit } from '../audit/write-audit.ts'
import type { Queryable } from '../store/database.ts'
import { logIn } from './log-in.ts'
import type { LogIn } from './log-in.ts'
import { keepOnce, takeOnce } from './one-time.ts'
import { attemptCookie } from './session-cookie.ts'

const ATTEMPT_SECONDS = 300
type WebAuthn = Record<string, unknown>

/** What a browser needs to make a passkey for this account (WebAuthn 3 §5.1.3). The challenge is good once. */
export async function registrationOptions(call: LogIn, account: { readonly id: number; readonly name: string }): Promise<WebAuthn> {
  const known = await call.services.db.query<{ id: string }>('SELECT id FROM passkey WHERE account_id = $1', [account.id])
  const options = await generateRegistrationOptions({
    rpName: 'cupel',
    rpID: rpId(call.app),
    userName: account.name,
    userID: new TextEncoder().encode(`cupel account ${account.id}`),
    attestationType: 'none',
    excludeCredentials: known.map(({ id }) => ({ id })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
  await remember(call, 'passkey-registration', { challenge: options.challenge, account: account.id })
  return options as unknown as WebAuthn
}

/** Keeps a passkey that a browser made (§7.1). */
export async function registerPasskey(call: LogIn, accountId: number, response: WebAuthn): Promise<void> {
  const { services, app } = call
  const attempt = await recall<{ challenge: string; account: number }>(call, 'passkey-registration')
  if (attempt.account !== accountId) throw refused(400)
  const { verified, registrationInfo } = await verifyRegistrationResponse({
    response: response as unknown as RegistrationResponseJSON,
    expectedChallenge: attempt.challenge,
    expectedOrigin: app.origin,
    expectedRPID: rpId(app),
    requireUserVerification: true,
  }).catch(() => ({ verified: false as const, registrationInfo: undefined }))
  if (!verified || registrationInfo === undefined) throw refused(400)
  const { id, publicKey, counter, transports = [] } = registrationInfo.credential
  const now = services.now()
  await services.db.transaction(async (transaction) => {
    const kept = await transaction.run(
      `INSERT INTO passkey (id, account_id, public_key, counter, transports, name, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (id) DO NOTHING`,
      [id, accountId, publicKey, counter, transports, (call.request.headers['user-agent'] ?? '').slice(0, 100), now],
    )
    if (kept === 0) throw refused(400)
    const actor = `account:${accountId}`
    await writeAudit(transaction, now, { actor, action: 'passkey.create', object: actor, organisation: null, detail: { passkey: id } })
  })
}

/** What a browser needs to log in with whatever passkey it has for this server (§5.1.4). */
export async function loginOptions(call: LogIn): Promise<WebAuthn> {
  const options = await generateAuthenticationOptions({ rpID: rpId(call.app), userVerification: 'required' })
  await remember(call, 'passkey-login', { challenge: options.challenge })
  return options as unknown as WebAuthn
}

/** Logs in by a signature over the challenge (§7.2). A passkey that is unknown and one whose signature is wrong are refused alike. */
export async function logInByPasskey(call: LogIn, response: WebAuthn): Promise<void> {
  const { services, app } = call
  const { challenge } = await recall<{ challenge: string }>(call, 'passkey-login')
  const now = services.now()
  await services.db.transaction(async (transaction) => {
    const passkey = await passkeyOf(transaction, response['id'])
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: response as unknown as AuthenticationResponseJSON,
      expectedChallenge: challenge,
      expectedOrigin: app.origin,
      expectedRPID: rpId(app),
      credential: { id: passkey.id, publicKey: Uint8Array.from(passkey.public_key), counter: Number(passkey.counter) },
      requireUserVerification: true,
    }).catch(() => ({ verified: false as const, authenticationInfo: undefined }))
    if (!verified || authenticationInfo === undefined) throw refused(403)
    await transaction.run('UPDATE passkey SET counter = $2, used_at = $3 WHERE id = $1', [passkey.id, authenticationInfo.newCounter, now])
    await logIn(call, transaction, passkey.account_id, 'passkey')
  })
}

interface PasskeyRow {
  readonly id: string
  readonly account_id: number
  readonly public_key: Uint8Array
  readonly counter: number
}

async function passkeyOf(transaction: Queryable, id: unknown): Promise<PasskeyRow> {
  const [row] = await transaction.query<PasskeyRow>(
    `SELECT p.id, p.account_id, p.public_key, p.counter FROM passkey p JOIN account a ON a.id = p.account_id
     WHERE p.id = $1 AND a.disabled_at IS NULL FOR UPDATE OF p`,
    [typeof id === 'string' ? id : ''],
  )
  if (row === undefined) throw refused(403)
  return row
}

function rpId({ origin }: AppContext): string {
  return new URL(origin).hostname
}

function refused(status: 400 | 403): HttpProblem {
  return new HttpProblem(status, 'passkey-refused', 'this passkey was not accepted')
}

async function remember(call: LogIn, kind: string, state: object): Promise<void> {
  const until = new Date(call.services.now().getTime() + ATTEMPT_SECONDS * 1000)
  const { name, options } = attemptCookie(call.app.origin)
  call.reply.setCookie(name, await keepOnce(call.services, kind, state, until), { ...options, maxAge: ATTEMPT_SECONDS })
}

async function recall<T>(call: LogIn, kind: string): Promise<T> {
  const { name, options } = attemptCookie(call.app.origin)
  const state = await takeOnce<T>(call.services.db, kind, call.request.cookies[name] ?? '', call.services.now())
  clear(call.reply, name, options)
  if (state === null) throw refused(kind === 'passkey-login' ? 403 : 400)
  return state
}

function clear(reply: FastifyReply, name: string, options: object): void {
  reply.clearCookie(name, options)
}
