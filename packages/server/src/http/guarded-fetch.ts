import { lookup as resolve } from 'node:dns'
import type { LookupAddress } from 'node:dns'
import { request as plainRequest } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { request as secureRequest } from 'node:https'
import { isIP } from 'node:net'
import type { LookupFunction } from 'node:net'
import { HttpProblem } from '../api/problem-details.ts'
import { isPublicAddress } from './public-address.ts'

export interface GuardOptions {
  /** Also lets addresses of this machine and of private networks be asked, and plain http there. */
  readonly privateNetwork: boolean
  readonly timeoutMs?: number
  readonly maxBytes?: number
}

const TIMEOUT_MS = 10_000
const MAX_BYTES = 1_000_000

/**
 * Asks an address that somebody wrote into a form (server-side request forgery is what it guards against): https only, never an
 * address of this machine or of a private network. The address that was judged is the one connected to, whatever the name resolves to
 * later. Redirects are not followed, answers are bounded in size and time.
 */
export async function guardedFetch(
  address: string | URL,
  init: {
    readonly method?: string
    readonly headers?: Headers | Readonly<Record<string, string>>
    readonly body?: unknown
    readonly signal?: AbortSignal | null
  },
  { privateNetwork, timeoutMs = TIMEOUT_MS, maxBytes = MAX_BYTES }: GuardOptions,
): Promise<Response> {
  const url = allowedUrl(address, privateNetwork)
  const body = typeof init.body === 'string' ? init.body : init.body instanceof URLSearchParams ? init.body.toString() : undefined
  const headers = new Headers(init.headers)
  if (init.body instanceof URLSearchParams && !headers.has('content-type'))
    headers.set('content-type', 'application/x-www-form-urlencoded;charset=UTF-8')
  const timeout = AbortSignal.timeout(timeoutMs)
  const signal = init.signal ? AbortSignal.any([init.signal, timeout]) : timeout
  return new Promise((fulfil, reject) => {
    const request = (url.protocol === 'https:' ? secureRequest : plainRequest)(
      url,
      // A connection of its own: one that is kept open was judged by the rules of whoever opened it.
      { method: init.method ?? 'GET', headers: Object.fromEntries(headers), lookup: guardedLookup(privateNetwork), signal, agent: false },
      (message) => {
        const chunks: Buffer[] = []
        let bytes = 0
        message.on('data', (chunk: Buffer) => {
          bytes += chunk.length
          if (bytes <= maxBytes) return void chunks.push(chunk)
          reject(unreachable(url, `it answered more than ${maxBytes} bytes`))
          request.destroy()
        })
        message.on('error', (error) => reject(unreachable(url, error.message)))
        message.on('end', () => {
          const answer = answerOf(message, Buffer.concat(chunks))
          if (answer === null) reject(unreachable(url, 'its answer is not one of HTTP'))
          else fulfil(answer)
        })
      },
    )
    request.on('error', (error) => reject(error instanceof HttpProblem ? error : unreachable(url, error.message)))
    request.end(body)
  })
}

/** null: a status or a header that cannot be. */
function answerOf({ statusCode = 0, headers }: IncomingMessage, body: Buffer): Response | null {
  try {
    const answered = new Headers()
    for (const [name, value] of Object.entries(headers)) if (value !== undefined) answered.set(name, String(value))
    return new Response([204, 205, 304].includes(statusCode) ? null : body, { status: statusCode, headers: answered })
  } catch {
    return null
  }
}

/** The address when it may be asked; throws a problem that says why not. */
export function allowedUrl(address: string | URL, privateNetwork: boolean): URL {
  let url: URL
  try {
    url = new URL(address)
  } catch {
    throw new HttpProblem(400, 'address-refused', 'this is not an address')
  }
  if (url.username !== '' || url.password !== '') throw new HttpProblem(400, 'address-refused', 'the address holds a password')
  if (url.protocol !== 'https:' && !(privateNetwork && url.protocol === 'http:'))
    throw new HttpProblem(400, 'address-refused', 'the address must begin with https://')
  if (!privateNetwork && /(^|\.)localhost\.?$/.test(url.hostname)) throw notPublic()
  if (!privateNetwork && isIP(url.hostname.replace(/^\[|\]$/g, '')) !== 0 && !isPublicAddress(url.hostname)) throw notPublic()
  return url
}

function guardedLookup(privateNetwork: boolean): LookupFunction {
  return (name, options, callback) =>
    resolve(name, { ...options, all: true }, (error, found: LookupAddress[]) => {
      if (error !== null) return callback(error, '', 0)
      const bad = privateNetwork ? undefined : found.find(({ address }) => !isPublicAddress(address))
      const [first] = found
      if (bad !== undefined || first === undefined) return callback(notPublic() as unknown as NodeJS.ErrnoException, '', 0)
      if (options.all === true) return callback(null, found)
      return callback(null, first.address, first.family)
    })
}

function notPublic(): HttpProblem {
  return new HttpProblem(400, 'address-refused', 'the address is one of this machine or of a private network')
}

function unreachable(url: URL, why: string): HttpProblem {
  return new HttpProblem(502, 'not-reached', `${url.host} could not be asked: ${why}`)
}
