import { setTimeout as sleep } from 'node:timers/promises'
import { pushFailed } from '@cupel/model'

export interface ApiClientOptions {
  /** Origin of the server, without a path. */
  readonly server: string
  readonly token: string
  readonly signal: AbortSignal
  /** First pause before trying again; doubled each time. */
  readonly pauseMs?: number
}

/** What is asked for, as people call it, and what an answer must tell. */
interface Asked<T> {
  readonly what: string
  readonly told: readonly (keyof T & string)[]
}

interface Sent {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly body?: Uint8Array
  readonly headers?: Readonly<Record<string, string>>
}

interface ProblemBody {
  readonly type?: string
  readonly detail?: string
}

const TRIES = 6
const PAUSE_MS = 500
const MAX_PAUSE_MS = 30_000
const SILENCE_MS = 120_000
/** A large document may take its time on a slow line. */
const SLOWEST_BYTES_A_MS = 30
const MAX_ANSWER = 16_000_000

/** Answers that may be other ones a little later. */
const AGAIN: ReadonlySet<number> = new Set([425, 429, 500, 502, 503, 504])
const TOKEN_HINT = 'API tokens are made in the settings of the server; a push needs the scopes portfolio:read and upload:write'
const HINTS: Readonly<Record<number, string>> = { 401: TOKEN_HINT, 403: TOKEN_HINT }
/** The first try of the same request has not ended. */
const AT_WORK = 'urn:cupel:problem:in-progress'

interface Posted<T> extends Asked<T> {
  readonly key: string
  readonly type: string
}

/**
 * A cupel server as a client sees it. What fails for a while is tried again; the rest is a CupelError in the server's own words. An answer
 * that lacks what is to be `told` is none: a proxy or another program may have given it.
 */
export class ApiClient {
  readonly #options: ApiClientOptions

  constructor(options: ApiClientOptions) {
    this.#options = options
  }

  get<T extends object>(path: string, asked: Asked<T>): Promise<T> {
    return this.#send<T>({ method: 'GET', path }, asked)
  }

  /** `key` makes repeating safe: the server does it once. */
  post<T extends object>(path: string, body: Uint8Array, { key, type, ...asked }: Posted<T>): Promise<T> {
    return this.#send<T>({ method: 'POST', path, body, headers: { 'content-type': type, 'idempotency-key': key } }, asked)
  }

  async #send<T extends object>(sent: Sent, asked: Asked<T>): Promise<T> {
    const { what } = asked
    const { signal, pauseMs = PAUSE_MS, server } = this.#options
    for (let attempt = 1, pause = pauseMs; ; attempt++, pause = Math.min(pause * 2, MAX_PAUSE_MS)) {
      signal.throwIfAborted()
      let failure: string
      let cause: unknown
      let waitMs = pause
      try {
        const response = await this.#fetch(sent)
        const text = await limitedText(response)
        if (response.ok) return answerOf<T>(text, asked)
        failure = reasonOf(response, text)
        const hint = HINTS[response.status]
        if (!AGAIN.has(response.status) && problemOf(text).type !== AT_WORK)
          throw pushFailed(what, failure, hint === undefined ? {} : { hint })
        waitMs = Math.max(pause, Math.min(Number(response.headers.get('retry-after')) * 1000 || 0, MAX_PAUSE_MS))
      } catch (error) {
        signal.throwIfAborted()
        if (!(error instanceof TypeError) && (error as Error).name !== 'TimeoutError') throw error
        failure = `${server} cannot be reached`
        cause = (error as Error).cause ?? error
      }
      if (attempt >= TRIES) throw pushFailed(what, `${failure} (tried ${attempt} times)`, cause === undefined ? {} : { cause })
      await sleep(waitMs, undefined, { signal })
    }
  }

  #fetch({ method, path, body, headers = {} }: Sent): Promise<Response> {
    const { server, token, signal } = this.#options
    return fetch(`${server}/api/v1${path}`, {
      method,
      headers: { accept: 'application/json', authorization: `Bearer ${token}`, 'x-cupel-origin': 'cli', ...headers },
      // A token goes to the server it is for, and nowhere that one sends us.
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(SILENCE_MS + Math.ceil((body?.length ?? 0) / SLOWEST_BYTES_A_MS))]),
      ...(body === undefined ? {} : { body: body as Uint8Array<ArrayBuffer> }),
    })
  }
}

async function limitedText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.length
    if (bytes > MAX_ANSWER) throw pushFailed('an answer of the server', `it is longer than ${MAX_ANSWER} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function answerOf<T extends object>(text: string, { what, told }: Asked<T>): T {
  const answer = objectOf(text)
  const missing = answer === null ? undefined : told.find((name) => !Object.hasOwn(answer, name))
  if (answer !== null && missing === undefined) return answer as T
  const why = missing === undefined ? 'it is no JSON object' : `it does not tell "${missing}"`
  throw pushFailed(what, `the answer is not one of a cupel server: ${why}`, {
    hint: 'is this the address of the server, with nothing between that answers for it?',
  })
}

function reasonOf(response: Response, text: string): string {
  const { status } = response
  if (status >= 300 && status < 400)
    return `the server sends elsewhere (${response.headers.get('location') ?? 'nowhere'}); give that address`
  const { detail = '' } = problemOf(text)
  if (status === 401) return `the token is not valid there${detail === '' ? '' : `: ${detail}`}`
  return detail === '' ? `the server answered ${status}` : `${detail} (${status})`
}

function problemOf(text: string): ProblemBody {
  return objectOf(text) ?? {}
}

function objectOf(text: string): object | null {
  try {
    const value = JSON.parse(text) as unknown
    return typeof value === 'object' ? value : null
  } catch {
    return null
  }
}
