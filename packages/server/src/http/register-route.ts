import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { API_BASE } from '../api/api-base.ts'
import type { AppContext } from '../api/app-context.ts'
import { forbidden, HttpProblem } from '../api/problem-details.ts'
import type { Route } from '../api/route.ts'
import type { Viewer } from '../api/viewer.ts'
import { NOBODY } from '../login/access-map.ts'
import type { Services } from '../services.ts'
import { answerFilter } from './answer-shape.ts'
import type { Limits } from './app-options.ts'
import { requestDigest } from './canonical-request.ts'
import { digestedBody } from './digested-body.ts'
import { inputCheck } from './check-input.ts'
import { answerCsv, propertiesOf } from './answer-csv.ts'
import { entityTag, notModified } from './entity-tag.ts'
import { onlyOnce } from './idempotency.ts'
import { rawBody } from './raw-body.ts'
import type { SharedAnswers } from './shared-answers.ts'

export interface RouteHost {
  readonly services: Services
  readonly context: AppContext
  readonly limits: Limits
  readonly strictAnswers: boolean
  readonly stopping: AbortSignal
  readonly answers: SharedAnswers
  /** Who asks, found before the body was read. */
  readonly viewerOf: (request: FastifyRequest) => Viewer
}

/** Puts one route in its place: permission, checked input, idempotency, and an answer that holds what its schema names. */
export function registerRoute(app: FastifyInstance, route: Route, host: RouteHost): void {
  const checks = {
    params: inputCheck(route.params, 'params'),
    query: inputCheck(route.query, 'query'),
    body: inputCheck(route.body, 'body'),
  }
  const filter = filterOf(route.response, host.strictAnswers && route.media === undefined)
  app.route({
    method: route.method,
    url: `${API_BASE}${route.path}`,
    exposeHeadRoute: route.media === undefined,
    bodyLimit: bodyLimitOf(route, host.limits),
    config: { guessable: route.guessable === true },
    onRequest: async (request) => checkAccess(route, host.viewerOf(request)),
    handler: async (request, reply) => {
      const params = checks.params(request.params)
      const { format, ...rest } = request.query as Record<string, unknown>
      const listed = route.list === true || route.rows !== undefined
      const query = checks.query(listed ? rest : request.query)
      const upload = route.bodyKind === 'raw' ? digestedBody(uploadOf(request, host.limits)) : null
      const body = upload === null ? checks.body(request.body) : upload.bytes
      const call = {
        services: host.services,
        viewer: host.viewerOf(request),
        params,
        query,
        body,
        now: host.services.now(),
        app: host.context,
        request,
        reply,
      }
      // Few answers look at the signal, and those that do are read for long: only they make one.
      const signal = { get: () => signalOf(reply, host.stopping), enumerable: true }
      const work = (more: object = {}): Promise<unknown> => {
        const asked = Object.hasOwn(propertiesOf(route.body), 'cursor')
          ? { ...call, body: { ...(body as object), ...more } }
          : { ...call, query: { ...(query as object), ...more } }
        return route.handle(Object.defineProperty(asked, 'signal', signal) as never)
      }
      if (listed && wantsCsv(format, request))
        return answerCsv(route, reply, { work, query: query as never, filter, rows: host.limits.csvRows })
      const key = request.headers['idempotency-key']
      // Those who are nobody share their name: what one was answered is not for the next.
      const keyed = route.method === 'POST' && call.viewer.actor !== 'anonymous'
      if (route.shared === true) return answer(route, request, reply, await sharedAnswer(route, host, call, filter))
      if (!keyed || typeof key !== 'string') return answer(route, request, reply, filter(await work()))
      const digest = async (): Promise<Uint8Array> =>
        requestDigest(route.method, request.url, upload === null ? request.body : await upload.digest())
      const status = route.status ?? 200
      const outcome = await onlyOnce(host.services, { actor: call.viewer.actor, key, digest, once: route.once === true }, async () => ({
        status,
        body: filter(await work()),
      }))
      if (outcome.replayed) reply.header('idempotency-replayed', 'true')
      return answer(route, request, reply, outcome.body)
    },
  })
}

/** What anybody may send without a log-in: a token or the answer of a passkey has a few thousand bytes. */
const STRANGERS_BODY_BYTES = 64 * 1024

function bodyLimitOf({ access, bodyKind }: Route, { uploadBytes, bodyBytes }: Limits): number {
  if (bodyKind === 'raw') return uploadBytes
  return access === 'public' ? Math.min(bodyBytes, STRANGERS_BODY_BYTES) : bodyBytes
}

interface Question {
  readonly params: unknown
  readonly query: unknown
  readonly viewer: Viewer
  readonly app: AppContext
}

/** The answer is of the moment in which it is begun, and knows of those who ask only what they may see. */
function sharedAnswer(
  route: Route,
  { services, answers }: RouteHost,
  { params, query, viewer, app }: Question,
  filter: (value: unknown) => unknown,
) {
  const { projects, organisations } = viewer
  const anyone = { ...NOBODY, projects, organisations }
  return answers.ask(JSON.stringify([route.id, params, query, projects, organisations]), async () =>
    filter(await route.handle({ services, viewer: anyone, params, query, now: services.now(), app } as never)),
  )
}

function checkAccess(route: Route, viewer: Viewer): void {
  if (route.access === 'public') return
  if (viewer.actor === 'anonymous') throw new HttpProblem(401, 'login', 'log in, or send an API token')
  if (route.access !== 'session' && !viewer.permissions.has(route.access)) throw forbidden(route.access)
}

function filterOf(schema: TSchema, strict: boolean): (value: unknown) => unknown {
  const filter = answerFilter(schema)
  if (!strict) return filter
  let compiled: ReturnType<typeof Compile> | undefined
  return (value) => {
    const kept = JSON.parse(JSON.stringify(filter(value) ?? null)) as unknown
    compiled ??= Compile(schema)
    if (!compiled.Check(kept)) throw new Error(`the answer does not fit its schema: ${JSON.stringify(compiled.Errors(kept).slice(0, 5))}`)
    return kept
  }
}

function uploadOf(request: FastifyRequest, limits: Limits): AsyncIterable<Uint8Array> {
  const declared = Number(request.headers['content-length'] ?? 0)
  if (declared > limits.uploadBytes) throw new HttpProblem(413, 'too-large', `an upload may have ${limits.uploadBytes} bytes`)
  return rawBody(request.body instanceof Readable ? request.body : request.raw, request.headers['content-encoding'], limits)
}

function wantsCsv(format: unknown, request: FastifyRequest): boolean {
  if (format !== undefined && format !== 'csv' && format !== 'json')
    throw new HttpProblem(400, 'invalid', 'query: format: must be one of json, csv')
  return format === 'csv' || (format === undefined && (request.headers.accept ?? '').startsWith('text/csv'))
}

function signalOf(reply: FastifyReply, stopping: AbortSignal): AbortSignal {
  const gone = new AbortController()
  const stop = (): void => gone.abort()
  if (stopping.aborted || reply.raw.destroyed) stop()
  stopping.addEventListener('abort', stop)
  reply.raw.once('close', () => {
    stopping.removeEventListener('abort', stop)
    stop()
  })
  return gone.signal
}

/** An answer is for who asked, in the form that was asked for. */
const VARY = 'accept, authorization, cookie'

function answer(route: Route, request: FastifyRequest, reply: FastifyReply, body: unknown): FastifyReply | Promise<unknown> {
  if (reply.sent) return Promise.resolve(undefined)
  if (reply.statusCode === 200) reply.code(route.status ?? 200)
  if (!reply.hasHeader('cache-control')) reply.header('cache-control', route.method === 'GET' ? 'private, no-cache' : 'no-store')
  reply.header('vary', VARY)
  if (reply.statusCode === 204 || (reply.statusCode >= 300 && reply.statusCode < 400)) return reply.send()
  if (route.media !== undefined) {
    if (!reply.hasHeader('content-type')) reply.type(route.media)
    return reply.send(typeof body === 'string' || body instanceof Uint8Array ? body : Readable.from(body as AsyncIterable<string>))
  }
  const text = JSON.stringify(body ?? null)
  if (route.method === 'GET' && route.access !== 'public') {
    const tag = entityTag(text)
    if (!reply.hasHeader('etag')) reply.header('etag', tag)
    if (notModified(request.headers['if-none-match'], tag)) return reply.code(304).send()
  }
  return reply.type('application/json; charset=utf-8').send(text)
}
