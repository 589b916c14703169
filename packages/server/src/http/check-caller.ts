import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { AppContext } from '../api/app-context.ts'
import { HttpProblem } from '../api/problem-details.ts'
import { authenticate } from '../login/authenticate.ts'
import { guardChange } from '../login/guard-change.ts'
import { sessionCookie } from '../login/session-cookie.ts'
import type { Services } from '../services.ts'
import type {} from './request-state.ts'
import type { Limits } from './app-options.ts'
import type { OwnAddress } from './own-address.ts'
import { ratePlace } from './rate-place.ts'

export interface CallerCheck {
  readonly services: Services
  readonly context: AppContext
  readonly limits: Limits
  readonly own: OwnAddress
  readonly demoCsrf: string
}

const MINUTE_MS = 60_000
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Finds out who asks and holds them to their rate, before anything of the body is read. Guessing is dear: wrong credentials and
 * whatever can be guessed at count by address against a small allowance.
 */
export function checkCaller(app: FastifyInstance, check: CallerCheck): (request: FastifyRequest) => Promise<void> {
  const { services, context, limits, own } = check
  const cookieName = sessionCookie(context.origin).name
  const byAddress = limiter(app, limits.addressPerMinute, ({ ip }) => `address ${ratePlace(ip)}`)
  const byGuess = limiter(app, limits.guessesPerMinute, ({ ip }) => `guess ${ratePlace(ip)}`)
  const byCaller = limiter(app, limits.callerPerMinute, callerKey)
  return async (request) => {
    if (request.routeOptions.config.guessable === true) await byGuess(request)
    const cookie = request.cookies[cookieName]
    const credentials = { authorization: request.headers.authorization, cookie, demo: context.demo }
    request.caller = await authenticate(services, credentials).catch(async (error: unknown) => {
      if (error instanceof HttpProblem) await byGuess(request)
      throw error
    })
    const { way, session } = request.caller
    request.viewerAgain = () =>
      authenticate(services, credentials).then(
        ({ viewer }) => viewer,
        () => null,
      )
    await (way === 'nobody' ? byAddress : byCaller)(request)
    request.csrfToken = way === 'demo' ? check.demoCsrf : (session?.csrf ?? '')
    if (SAFE.has(request.method) || way === 'token') return
    const { origin, 'sec-fetch-site': site, 'x-csrf-token': csrf } = request.headers
    const change = { origin, site: first(site), csrf: first(csrf) }
    guardChange(change, own.isOrigin, way === 'nobody' ? null : request.csrfToken)
  }
}

function limiter(
  app: FastifyInstance,
  max: number,
  keyGenerator: (request: FastifyRequest) => string,
): (request: FastifyRequest) => Promise<void> {
  const count = app.createRateLimit({ max, timeWindow: MINUTE_MS, keyGenerator })
  return async (request) => {
    const state = await count(request)
    if (!state.isAllowed && state.isExceeded)
      throw new HttpProblem(429, 'too-many', 'too many requests in a minute', { retryAfterSeconds: state.ttlInSeconds })
  }
}

function callerKey(request: FastifyRequest): string {
  const { authorization } = request.headers
  if (authorization !== undefined) return `token ${createHash('sha256').update(authorization).digest('base64url')}`
  return request.caller?.viewer.actor ?? `address ${ratePlace(request.ip)}`
}

function first(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : value?.[0]
}
