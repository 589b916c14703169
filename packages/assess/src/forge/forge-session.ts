import { redact } from '@cupel/model'
import type { Missing } from '../outcome.ts'
import type { ForgeKind } from './forge-address.ts'
import type { ForgeRequest, ForgeResponse, ForgeTransport } from './forge-transport.ts'
import { rateLimitPauseMs } from './rate-limit.ts'
import { missingRights } from './missing-rights.ts'

export interface ForgeSessionOptions {
  readonly kind: ForgeKind
  readonly transport: ForgeTransport
  /** Empty: anonymous. */
  readonly token: string
  /** Requests that may be made for one repository; retries of one request are not counted. Default 5. */
  readonly maxCalls?: number
  /** Longest pause that a forge may ask for; default 60 s. Longer: the fact stays unknown, with the time to come back. */
  readonly maxPauseMs?: number
}

/** The forge's answer as JSON, or why there is none. `notFound`: it says there is no such thing, or hides it. */
export type ForgeAnswer =
  | { readonly ok: true; readonly json: unknown; readonly headers: Readonly<Record<string, string>> }
  | { readonly ok: false; readonly missing: Missing; readonly notFound: boolean }

/** What a run cost. */
export interface ForgeCost {
  readonly calls: number
  readonly retries: number
  readonly unchanged: number
  readonly pausedMs: number
}

const TRIES = 4
const MAX_BODY = 50_000_000

/**
 * Asks one forge about one repository. Every failure is an answer with its reason; nothing here throws but bugs. The token goes
 * into one header and nowhere else.
 */
export class ForgeSession {
  readonly #options: Required<ForgeSessionOptions>
  #calls = 0
  #retries = 0
  #unchanged = 0
  #pausedMs = 0
  /** Set when going on makes no sense: the token was refused, or the limit is used up. */
  #ended: Missing | null = null

  constructor(options: ForgeSessionOptions) {
    this.#options = { maxCalls: 5, maxPauseMs: 60_000, ...options }
  }

  get cost(): ForgeCost {
    return { calls: this.#calls, retries: this.#retries, unchanged: this.#unchanged, pausedMs: this.#pausedMs }
  }

  get callsLeft(): number {
    return this.#options.maxCalls - this.#calls
  }

  /** `what` names the fact in messages: `branch protection`. */
  get(url: string, what: string): Promise<ForgeAnswer> {
    return this.#ask({ method: 'GET', url, headers: this.#headers() }, what)
  }

  post(url: string, body: unknown, what: string): Promise<ForgeAnswer> {
    const headers = { ...this.#headers(), 'content-type': 'application/json' }
    return this.#ask({ method: 'POST', url, headers, body: JSON.stringify(body) }, what)
  }

  #headers(): Readonly<Record<string, string>> {
    const { kind, token } = this.#options
    const accept = kind === 'github' ? 'application/vnd.github+json' : 'application/json'
    const version = kind === 'github' ? { 'x-github-api-version': '2022-11-28' } : {}
    const scheme = kind === 'gitea' ? 'token' : 'Bearer'
    return { accept, ...version, 'user-agent': 'cupel', ...(token === '' ? {} : { authorization: `${scheme} ${token}` }) }
  }

  async #ask(request: ForgeRequest, what: string): Promise<ForgeAnswer> {
    if (this.#ended !== null) return { ok: false, missing: { ...this.#ended, detail: `${what}: ${this.#ended.detail}` }, notFound: false }
    if (this.callsLeft <= 0) return { ok: false, missing: overBudget(what, this.#options.maxCalls), notFound: false }
    this.#calls++
    const key = `${request.method} ${request.url}`
    const kept = request.method === 'GET' ? this.#options.transport.kept(key) : null
    const sent = kept === null ? request : { ...request, headers: { ...request.headers, 'if-none-match': kept.etag } }
    const response = await this.#follow(sent, what)
    if ('missing' in response) return { ok: false, missing: response.missing, notFound: false }
    if (response.status === 304 && kept !== null) {
      this.#unchanged++
      return parsed(kept.body, response, what)
    }
    if (response.status < 200 || response.status >= 300) return this.#refused(response, what)
    const etag = response.headers['etag']
    const answer = parsed(response.body, response, what)
    if (answer.ok && etag !== undefined && request.method === 'GET') this.#options.transport.keep(key, { etag, body: response.body })
    return answer
  }

  /** A repository that was moved answers with its new address; only the same host is followed, since the token goes along. */
  async #follow(request: ForgeRequest, what: string): Promise<ForgeResponse | { readonly missing: Missing }> {
    let { url } = request
    for (let hop = 0; ; hop++) {
      const response = await this.#send({ ...request, url }, what)
      if ('missing' in response || ![301, 302, 307, 308].includes(response.status)) return response
      const next = redirectTarget(response.headers['location'], url)
      if (next === null || request.method !== 'GET' || hop >= 3)
        return { missing: noAnswer(what, 'redirected to another host, or in circles') }
      url = next
    }
  }

  /** Tries again after failures that pass, and waits where the forge says for how long. */
  async #send(request: ForgeRequest, what: string): Promise<ForgeResponse | { readonly missing: Missing }> {
    const { transport, maxPauseMs } = this.#options
    for (let attempt = 1; ; attempt++) {
      const response = await this.#once(request)
      const last = attempt >= TRIES
      if (response instanceof Error) {
        if (last) return { missing: noAnswer(what, redact(response.message)) }
        await this.#pause(backoffMs(attempt, transport))
        continue
      }
      const limit = rateLimitPauseMs(response, transport.now())
      if (limit !== null) {
        if (limit > maxPauseMs || last) return { missing: this.#end(limited(response, transport.now(), limit)) }
        await this.#pause(Math.max(limit, 1000 * 2 ** (attempt - 1)))
      } else if (response.status >= 500) {
        if (last) return { missing: noAnswer(what, `HTTP status ${response.status}, ${TRIES} tries`) }
        await this.#pause(backoffMs(attempt, transport))
      } else return response
    }
  }

  async #once(request: ForgeRequest): Promise<ForgeResponse | Error> {
    try {
      return await this.#options.transport.send(request)
    } catch (error) {
      return error instanceof Error ? error : new Error('no answer')
    }
  }

  async #pause(ms: number): Promise<void> {
    this.#retries++
    this.#pausedMs += ms
    await this.#options.transport.wait(ms)
  }

  #refused(response: ForgeResponse, what: string): ForgeAnswer {
    const missing = missingRights(response, { what, kind: this.#options.kind, anonymous: this.#options.token === '' })
    if (response.status === 401) this.#end(missing)
    return { ok: false, missing, notFound: response.status === 404 }
  }

  #end(missing: Missing): Missing {
    this.#ended = missing
    return missing
  }
}

function redirectTarget(location: string | undefined, from: string): string | null {
  if (location === undefined || !URL.canParse(location, from)) return null
  const target = new URL(location, from)
  return target.origin === new URL(from).origin ? target.href : null
}

function backoffMs(attempt: number, { random }: ForgeTransport): number {
  return Math.round(500 * 2 ** (attempt - 1) * (1 + random()))
}

function parsed(body: string, { headers }: ForgeResponse, what: string): ForgeAnswer {
  const unreadable = (detail: string): ForgeAnswer => ({ ok: false, missing: noAnswer(what, detail), notFound: false })
  if (body.length > MAX_BODY) return unreadable('the answer is over 50 MB')
  try {
    return { ok: true, json: JSON.parse(body), headers }
  } catch {
    return unreadable('the answer is not JSON')
  }
}

function noAnswer(what: string, detail: string): Missing {
  return { what: 'network', detail: `${what}: the forge gave no usable answer (${detail})`, remedy: 'try again later' }
}

function overBudget(what: string, maxCalls: number): Missing {
  return { what: 'network', detail: `${what}: the budget of ${maxCalls} calls is used up`, remedy: 'allow more with --forge-calls N' }
}

function limited(response: ForgeResponse, now: Date, pauseMs: number): Missing {
  const until = new Date(now.getTime() + pauseMs).toISOString()
  const anonymous = response.headers['x-ratelimit-limit'] === '60'
  const remedy = anonymous ? 'give a token: anonymous calls are limited to 60 an hour' : `try again after ${until}`
  return { what: 'network', detail: `the forge's rate limit is used up until ${until}`, remedy }
}
