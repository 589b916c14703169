import { setMaxListeners } from 'node:events'
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import fastify from 'fastify'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { AppContext } from '../api/app-context.ts'
import { HttpProblem } from '../api/problem-details.ts'
import type { Caller } from '../login/authenticate.ts'
import { newSecret } from '../login/secret.ts'
import { ROUTES } from '../routes.gen.ts'
import type { Services } from '../services.ts'
import { lastBackup } from '../store/backup/last-backup.ts'
import type {} from './request-state.ts'
import { DEFAULT_LIMITS } from './app-options.ts'
import type { AppOptions, Limits } from './app-options.ts'
import { checkCaller } from './check-caller.ts'
import { jsonDepth } from './json-depth.ts'
import { createMetrics } from './metrics.ts'
import { noteVisitors } from './note-visitors.ts'
import { ownAddress } from './own-address.ts'
import { answerProblem } from './problem-answer.ts'
import { API_BASE } from '../api/api-base.ts'
import { registerRoute } from './register-route.ts'
import { SharedAnswers } from './shared-answers.ts'
import { DATA_POLICY } from './security-headers.ts'
import { serveHealth } from './serve-health.ts'
import { serveOpenApi } from './serve-openapi.ts'
import { serverVersion } from './server-version.ts'
import { serveWebApp } from './serve-web-app.ts'

/** The whole HTTP side over given services, not yet listening. Closing it ends streams and waits for running requests. */
export async function buildApp(services: Services, options: AppOptions): Promise<FastifyInstance> {
  const limits: Limits = { ...DEFAULT_LIMITS, ...options.limits }
  const context = contextOf(services, options)
  const own = ownAddress(context.origin)
  const stopping = new AbortController()
  // Every open stream listens to it.
  setMaxListeners(0, stopping.signal)
  options.stopping?.addEventListener('abort', () => stopping.abort(), { once: true })
  const app = fastify({
    logger: false,
    bodyLimit: limits.bodyBytes,
    routerOptions: { maxParamLength: 2000, ignoreTrailingSlash: true },
    trustProxy: options.trustProxy ?? false,
    requestIdHeader: false,
    genReqId: () => Buffer.from(services.random(9)).toString('base64url'),
    forceCloseConnections: 'idle',
    requestTimeout: 10 * 60_000,
    frameworkErrors: (error, request, reply) => void answerProblem(error, request, reply, services.log),
  })
  app.decorateRequest('caller', null)
  app.decorateRequest('csrfToken', '')
  app.decorateRequest('viewerAgain')
  app.setErrorHandler((error, request, reply) => answerProblem(error, request, reply, services.log))
  app.addHook('preClose', async () => stopping.abort())
  const metrics = createMetrics()
  observe(app, services, metrics)
  noteVisitors(app)
  await app.register(helmet, {
    contentSecurityPolicy: false,
    strictTransportSecurity: context.origin.startsWith('https:') ? { maxAge: 31_536_000 } : false,
    referrerPolicy: { policy: 'same-origin' },
    xXssProtection: false,
  })
  await app.register(cookie)
  await app.register(rateLimit, { global: false })
  app.addHook('onRequest', async (request, reply) => {
    reply.header('content-security-policy', DATA_POLICY).header('x-request-id', request.id)
    // A balancer asks by the address of this machine; there is nothing in the answer to steal.
    if (!own.isHost(request.headers.host) && !PROBES.includes(request.url))
      throw new HttpProblem(421, 'foreign-host', `this server is reached at ${context.origin}`)
  })
  const check = checkCaller(app, { services, context, limits, own, demoCsrf: newSecret(services.random) })
  serveHealth(app, { services, metrics, check, context })
  const routes = options.routes ?? ROUTES
  serveOpenApi(app, routes, context.version)
  const host = {
    services,
    context,
    limits,
    strictAnswers: options.strictAnswers === true,
    stopping: stopping.signal,
    answers: new SharedAnswers(),
    viewerOf: (request: FastifyRequest) => callerOf(request).viewer,
  }
  await app.register(async (api) => {
    api.addHook('onRequest', check)
    readJson(api, limits)
    for (const route of routes) if (route.bodyKind !== 'raw') registerRoute(api, route, host)
  })
  await app.register(async (api) => {
    api.addHook('onRequest', check)
    api.removeAllContentTypeParsers()
    api.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
    for (const route of routes) if (route.bodyKind === 'raw') registerRoute(api, route, host)
  })
  serveWebApp(app, services, options.web)
  return app
}

const PROBES: readonly string[] = ['/healthz', '/readyz']

function contextOf(services: Services, options: AppOptions): AppContext {
  return {
    origin: new URL(options.origin).origin,
    version: options.version ?? serverVersion(),
    oidc: options.oidc ?? [],
    demo: options.demo ?? false,
    startedAt: options.startedAt ?? services.now(),
    index: options.index ?? (async () => ({ kind: 'none', modified: '', records: 0, ageDays: null })),
    lastBackup: options.lastBackup ?? (() => lastBackup(services.db)),
    privateNetwork: options.privateNetwork ?? false,
    offline: options.offline ?? false,
    work: options.work ?? null,
    ...(options.signingKey === undefined ? {} : { signingKey: options.signingKey }),
  }
}

/** Who asks; only where the check ran. */
function callerOf(request: FastifyRequest): Caller {
  if (request.caller === null) throw new Error('a route was reached without finding out who asks')
  return request.caller
}

function readJson(api: FastifyInstance, limits: Limits): void {
  const parse = api.getDefaultJsonParser('error', 'error')
  api.removeAllContentTypeParsers()
  api.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    const text = String(body)
    if (jsonDepth(text, limits.bodyDepth) > limits.bodyDepth)
      return done(new HttpProblem(400, 'too-deep', `JSON may be nested ${limits.bodyDepth} deep`))
    if (text.trim() === '') return done(null, undefined)
    return parse(request, text, (error, value) =>
      done(error === null ? null : new HttpProblem(400, 'invalid', 'the body is not JSON'), value),
    )
  })
}

/** One line a request, by its route's pattern: addresses and headers may hold secrets. */
function observe(app: FastifyInstance, services: Services, metrics: ReturnType<typeof createMetrics>): void {
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? (request.url.startsWith(API_BASE) ? 'unknown' : 'web')
    metrics.observe(route, request.method, reply.statusCode, reply.elapsedTime / 1000)
    const fields = {
      request: request.id,
      method: request.method,
      route,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime * 10) / 10,
    }
    services.log.info({ ...fields, actor: request.caller?.viewer.actor ?? 'anonymous' }, 'request')
  })
}
