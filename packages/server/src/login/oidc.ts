import { createHash } from 'node:crypto'
import { allowInsecureRequests, authorizationCodeGrant, buildAuthorizationUrl, customFetch, discovery } from 'openid-client'
import type { Configuration, CustomFetch } from 'openid-client'
import { API_BASE } from '../api/api-base.ts'
import type { AppContext, OidcProvider } from '../api/app-context.ts'
import { HttpProblem, notFound } from '../api/problem-details.ts'
import { guardedFetch } from '../http/guarded-fetch.ts'
import type { Queryable } from '../store/database.ts'
import { logIn } from './log-in.ts'
import type { LogIn } from './log-in.ts'
import { keepOnce, takeOnce } from './one-time.ts'
import { newSecret } from './secret.ts'
import { attemptCookie } from './session-cookie.ts'

const ATTEMPT_SECONDS = 600

interface Attempt {
  readonly provider: string
  readonly state: string
  readonly nonce: string
  readonly verifier: string
  /** Path in the web app to end at. */
  readonly to: string
}

/** Address at the provider to send the browser to: code flow with PKCE (OpenID Connect Core 1.0 §3.1, RFC 7636). */
export async function oidcStart(call: LogIn, providerId: string, to: string): Promise<string> {
  const { services, app, reply } = call
  const { provider, config } = await configured(call, providerId)
  const attempt: Attempt = {
    provider: provider.id,
    state: newSecret(services.random),
    nonce: newSecret(services.random),
    verifier: newSecret(services.random),
    to: /^\/(?![/\\])[\x21-\x7e]*$/.test(to) ? to : '/',
  }
  const until = new Date(services.now().getTime() + ATTEMPT_SECONDS * 1000)
  const { name, options } = attemptCookie(app.origin)
  reply.setCookie(name, await keepOnce(services, 'oidc', attempt, until), { ...options, maxAge: ATTEMPT_SECONDS })
  return buildAuthorizationUrl(config, {
    redirect_uri: redirectUri(app, provider),
    scope: 'openid profile email',
    state: attempt.state,
    nonce: attempt.nonce,
    code_challenge: createHash('sha256').update(attempt.verifier).digest('base64url'),
    code_challenge_method: 'S256',
  }).href
}

/** Takes what the provider answered, logs in its person, and gives the path to end at. A person who is new has no rights yet. */
export async function oidcFinish(call: LogIn, providerId: string): Promise<string> {
  const { services, app, request, reply } = call
  const { name, options } = attemptCookie(app.origin)
  const now = services.now()
  const attempt = await takeOnce<Attempt>(services.db, 'oidc', request.cookies[name] ?? '', now)
  reply.clearCookie(name, options)
  if (attempt === null || attempt.provider !== providerId)
    throw new HttpProblem(403, 'login-refused', 'this log-in was not begun here, or too long ago')
  const { provider, config } = await configured(call, providerId)
  const claims = await authorizationCodeGrant(config, new URL(request.url, app.origin), {
    pkceCodeVerifier: attempt.verifier,
    expectedState: attempt.state,
    expectedNonce: attempt.nonce,
    idTokenExpected: true,
  }).then(
    (tokens) => tokens.claims(),
    (error: unknown) => {
      services.log.warn({ provider: provider.id, reason: error instanceof Error ? error.message : 'unknown' }, 'log-in refused')
      throw new HttpProblem(403, 'login-refused', `${provider.name} did not confirm the log-in`)
    },
  )
  if (claims === undefined) throw new HttpProblem(403, 'login-refused', `${provider.name} did not say who this is`)
  await services.db.transaction(async (transaction) => {
    const account = await accountOf(transaction, claims, now)
    await logIn(call, transaction, account, `oidc ${provider.id}`)
  })
  return attempt.to
}

type Claims = Readonly<Record<string, unknown>> & { readonly iss: string; readonly sub: string }

async function accountOf(transaction: Queryable, claims: Claims, now: Date): Promise<number> {
  const name = textOf(claims['name']) || textOf(claims['preferred_username']) || textOf(claims['email']) || claims.sub
  const email = claims['email_verified'] === false ? '' : textOf(claims['email'])
  const [account] = await transaction.query<{ id: number; disabled_at: Date | null }>(
    `INSERT INTO account (name, email, issuer, subject, created_at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (issuer, subject) WHERE subject <> '' DO UPDATE SET email = excluded.email RETURNING id, disabled_at`,
    [name.slice(0, 100), email.slice(0, 200), claims.iss, claims.sub, now],
  )
  if (account === undefined || account.disabled_at !== null) throw new HttpProblem(403, 'login-refused', 'this account is disabled')
  return account.id
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.replaceAll('\0', '') : ''
}

function redirectUri(app: AppContext, provider: OidcProvider): string {
  return `${app.origin}${API_BASE}/session/oidc/${provider.id}/callback`
}

const KNOWN_MS = 10 * 60_000
const known = new WeakMap<OidcProvider, { readonly config: Promise<Configuration>; readonly at: number }>()

async function configured({ app, services }: LogIn, id: string): Promise<{ provider: OidcProvider; config: Configuration }> {
  const provider = app.oidc.find((one) => one.id === id)
  if (provider === undefined) throw notFound('this way to log in')
  const now = services.now().getTime()
  const kept = known.get(provider)
  if (kept !== undefined && now - kept.at < KNOWN_MS) return { provider, config: await kept.config }
  const config = discovered(app, provider)
  known.set(provider, { config, at: now })
  config.catch(() => known.delete(provider))
  return { provider, config: await config }
}

async function discovered(app: AppContext, { issuer, clientId, clientSecret, name }: OidcProvider): Promise<Configuration> {
  // Providers are named by whoever starts the server, who may well run one beside it.
  const fetcher: CustomFetch = (url, options) => guardedFetch(url, options, { privateNetwork: true })
  const insecure = new URL(issuer).protocol === 'http:' ? [allowInsecureRequests] : []
  try {
    return await discovery(new URL(issuer), clientId, clientSecret, undefined, { [customFetch]: fetcher, execute: insecure })
  } catch {
    throw new HttpProblem(502, 'not-reached', `${name} could not be asked how to log in`)
  }
}
