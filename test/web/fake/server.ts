import { readFileSync, existsSync } from 'node:fs'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { answerFor } from './answers.ts'
import { NOW } from './facts.ts'

const DIST = process.env['CUPEL_WEB_DIST'] ?? join(import.meta.dirname, '..', '..', '..', 'apps', 'web', 'dist')
/** As the real server sends it, without even the nonce for styles: the app needs none. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.html': 'text/html',
}

export interface FakeOptions {
  /** Makes every stored text something else. */
  readonly text?: (plain: string) => string
  readonly port?: number
  /** Nobody is logged in, no account exists. */
  readonly setup?: boolean
}

export interface Fake {
  readonly origin: string
  /** Everything that was sent to change something. */
  readonly changes: {
    readonly method: string
    readonly path: string
    readonly body: string
    readonly headers: IncomingMessage['headers']
  }[]
  /** Sends an event to every open page; resolves once there is one to hear it. */
  announce(kind: string): Promise<void>
  /** The next change is refused because somebody else changed it. */
  refuseNext(): void
  stop(): Promise<void>
}

/** The web app over made-up answers: for views, languages, hostile texts and narrow screens, without a store. */
export async function startFake({ text = (plain) => plain, port = 0, setup = false }: FakeOptions = {}): Promise<Fake> {
  const world = { text, now: NOW }
  const changes: Fake['changes'] = []
  const listeners = new Set<ServerResponse>()
  const waiting: (() => void)[] = []
  let inside = !setup
  let refuse = false
  const session = () => ({
    account: inside ? { id: 1, name: text('Ada'), email: 'ada@example', locale: '', passkeys: 1 } : null,
    permissions: [
      'admin:write',
      'audit:read',
      'notification:self',
      'policy:read',
      'policy:write',
      'portfolio:read',
      'project:write',
      'token:self',
      'triage:write',
      'upload:write',
    ],
    organisations: [{ id: 1, slug: 'example', name: text('Example') }],
    csrf: 'made-up',
    index: { kind: 'starter', modified: '2026-08-07T00:00:00Z', ageDays: 108 },
    setup: !inside,
    methods: { passkey: true, oidc: [{ id: 'main', name: text('Example login') }] },
    demo: false,
  })
  function json(response: ServerResponse, status: number, body: unknown): void {
    response.writeHead(status, {
      'content-type': status < 400 ? 'application/json' : 'application/problem+json',
      'cache-control': 'no-cache',
    })
    response.end(JSON.stringify(body))
  }
  async function api(request: IncomingMessage, response: ServerResponse, path: string, query: URLSearchParams): Promise<void> {
    const { method = 'GET' } = request
    if (path === '/events') {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(': here\n\n')
      listeners.add(response)
      for (const wake of waiting.splice(0)) wake()
      request.on('close', () => listeners.delete(response))
      return
    }
    if (path === '/session' && method === 'GET') return json(response, 200, session())
    if (method !== 'GET') {
      const body = await bodyOf(request)
      changes.push({ method, path, body, headers: request.headers })
      if (refuse) {
        refuse = false
        return json(response, 412, {
          type: 'urn:cupel:problem:changed',
          title: 'changed',
          status: 412,
          detail: 'somebody changed this',
          version: 4,
        })
      }
      if (path === '/session/setup') inside = true
      if (path === '/session' && method === 'DELETE') inside = false
      if (path === '/projects') return json(response, 201, { id: 1, slug: 'new', name: 'new' })
      if (path.endsWith('/uploads'))
        return json(response, 202, { ...(answerFor(world, '/uploads/1', query) as object), state: 'queued', finished: null })
      if (path === '/tokens')
        return json(response, 201, {
          id: 9,
          prefix: 'cup_new1',
          name: 'new',
          scopes: [],
          project: null,
          created: '',
          expires: '',
          used: null,
          token: 'cup_new1_secret',
        })
      const answer = answerFor(world, path, query)
      return json(response, 200, answer ?? { done: true })
    }
    const answer = answerFor(world, path, query)
    if (answer === undefined)
      return json(response, 404, { type: 'urn:cupel:problem:not-found', title: 'not found', status: 404, detail: `${path} was not found` })
    json(response, 200, answer)
  }
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://fake')
    if (url.pathname.startsWith('/api/v1')) return void api(request, response, url.pathname.slice('/api/v1'.length), url.searchParams)
    const file = join(DIST, url.pathname)
    const known = file.startsWith(DIST) && extname(file) !== '' && existsSync(file)
    response.writeHead(200, {
      'content-type': TYPES[known ? extname(file) : '.html'] ?? 'application/octet-stream',
      'content-security-policy': POLICY,
    })
    response.end(readFileSync(known ? file : join(DIST, 'index.html')))
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    changes,
    announce: async (kind) => {
      if (listeners.size === 0) await new Promise<void>((resolve) => waiting.push(resolve))
      for (const listener of listeners) listener.write(`id: 1\ndata: ${JSON.stringify({ id: 1, kind })}\n\n`)
    },
    refuseNext: () => {
      refuse = true
    },
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}
