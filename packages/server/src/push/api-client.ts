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
const MAX_ANSWER = 16_000_000

/** Answers that may be other ones a little later. */
const AGAIN: ReadonlySet<number> = new Set([425, 429, 500, 502, 503, 504])
/** The first try of the same request has not ended. */
const AT_WORK = 'urn:cupel:problem:in-progress'

/** A cupel server as a client sees it. What fails for a while is tried again; the rest is a CupelError in the server's own words. */
export class ApiClient {
  readonly #options: ApiClientOptions

  constructor(options: ApiClientOptions) {
    this.#options = options
  }

  get<T>(path: string): Promise<T> {
    return this.#send<T>({ method: 'GET', path })
  }

  /** `key` makes repeating safe: the server does it once. */
  post<T>(path: string, body: Uint8Array, { key, type }: { readonly key: string; readonly type: string }): Promise<T> {
    return this.#send<T>({ method: 'POST', path, body, headers: { 'content-type': type, 'idempotency-key': key } })
  }

  async #send<T>(sent: Sent): Promise<T> {
    const { signal, pauseMs = PAUSE_MS, server } = this.#options
    for (let attempt = 1, pause = pauseMs; ; attempt++, pause = Math.min(pause * 2, MAX_PAUSE_MS)) {
      signal.throwIfAborted()
      let failure: string
      let cause: unknown
      let waitMs = pause
      try {
        const response = await this.#fetch(sent)
        const text = await limitedText(response)
        if (response.ok) return JSON.parse(text) as T
        failure = reasonOf(response, text)
        if (!AGAIN.has(response.status) && problemOf(text).type !== AT_WORK) throw pushFailed(`${sent.method} ${sent.path}`, failure)
        waitMs = Math.max(pause, Math.min(Number(response.headers.get('retry-after')) * 1000 || 0, MAX_PAUSE_MS))
      } catch (error) {
        signal.throwIfAborted()
        if (!(error instanceof TypeError) && (error as Error).name !== 'TimeoutError') throw error
        failure = `${server} cannot be reached`
        cause = (error as Error).cause ?? error
      }
      if (attempt >= TRIES) throw pushFailed(`${sent.method} ${sent.path}`, `${failure} (tried ${attempt} times)`, cause)
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
      signal: AbortSignal.any([signal, AbortSignal.timeout(SILENCE_MS)]),
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

function reasonOf(response: Response, text: string): string {
  const { status } = response
  if (status >= 300 && status < 400)
    return `the server sends elsewhere (${response.headers.get('location') ?? 'nowhere'}); give that address`
  const { detail = '' } = problemOf(text)
  if (status === 401) return `the token is not valid there${detail === '' ? '' : `: ${detail}`}`
  return detail === '' ? `the server answered ${status}` : `${detail} (${status})`
}

function problemOf(text: string): ProblemBody {
  try {
    const value = JSON.parse(text) as unknown
    return typeof value === 'object' && value !== null ? (value as ProblemBody) : {}
  } catch {
    return {}
  }
}
