import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Fault, ForgeState, Role } from './forge-state.ts'

export interface SeenRequest {
  readonly method: string
  readonly path: string
  readonly status: number
  readonly authorization: string
}

export interface SimulatedForge {
  readonly url: string
  readonly seen: SeenRequest[]
  /** Queue of faults; each request takes one. */
  readonly faults: Fault[]
  /** Requests that are still allowed; each successful one takes one, an unchanged answer does not. */
  allowance: { limit: number; remaining: number; resetAt: number }
  close(): Promise<void>
}

/** An answer of a forge's own logic: status and JSON. */
export interface Answer {
  readonly status: number
  readonly json: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export interface Question {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly body: string
  readonly role: Role
  readonly state: ForgeState
}

/** A forge on loopback: one dialect's answers behind tokens, rate limit, ETags and planted faults. */
export async function simulateForge(state: ForgeState, answer: (question: Question) => Answer | Promise<Answer>): Promise<SimulatedForge> {
  const seen: SeenRequest[] = []
  const faults: Fault[] = []
  const forge = { seen, faults, allowance: { limit: 5000, remaining: 5000, resetAt: 0 } }
  const server = createServer((request, response) => {
    void handle(request, response)
  })
  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://forge.example')
    const authorization = request.headers.authorization ?? ''
    const note = (status: number): void => void seen.push({ method: request.method ?? '', path: request.url ?? '', status, authorization })
    const fault = faults.shift()
    if (fault?.status === 'drop') {
      note(0)
      request.socket.destroy()
      return
    }
    const role = roleOf(authorization, state)
    const planted: Answer | null =
      fault === undefined
        ? null
        : { status: fault.status as number, json: fault.body ?? { message: 'planted' }, headers: fault.headers ?? {} }
    const found =
      planted ??
      (await judge(
        {
          method: request.method ?? '',
          path: url.pathname,
          query: url.searchParams,
          body: await bodyOf(request),
          role: role ?? 'anonymous',
          state,
        },
        role,
      ))
    const text = typeof found.json === 'string' ? found.json : JSON.stringify(found.json)
    const etag = `"${createHash('sha256').update(text).digest('hex').slice(0, 16)}"`
    const unchanged = found.status === 200 && request.method === 'GET' && request.headers['if-none-match'] === etag
    const status = unchanged ? 304 : found.status
    note(status)
    const limits = {
      'x-ratelimit-limit': `${forge.allowance.limit}`,
      'x-ratelimit-remaining': `${forge.allowance.remaining}`,
      'x-ratelimit-reset': `${forge.allowance.resetAt}`,
    }
    response.writeHead(status, {
      'content-type': 'application/json',
      ...limits,
      ...(status === 200 || unchanged ? { etag } : {}),
      ...found.headers,
    })
    response.end(unchanged ? undefined : text)
  }
  async function judge(question: Question, role: Role | null): Promise<Answer> {
    if (role === null) return { status: 401, json: { message: 'Bad credentials' } }
    if (forge.allowance.remaining <= 0) return { status: 403, json: { message: 'API rate limit exceeded' } }
    const found = await answer(question)
    if (found.status === 200) forge.allowance = { ...forge.allowance, remaining: forge.allowance.remaining - 1 }
    return found
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return Object.assign(forge, {
    url,
    close: () => new Promise<void>((resolve) => void (server.closeAllConnections(), server.close(() => resolve()))),
  })
}

/** Null: a token that the forge does not know. */
function roleOf(authorization: string, { tokens }: ForgeState): Role | null {
  if (authorization === '') return 'anonymous'
  return tokens[authorization.replace(/^(?:Bearer|token) /, '')] ?? null
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}
