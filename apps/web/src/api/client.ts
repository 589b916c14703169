import { ApiProblem, problemOf } from './problem.ts'

export type Query = Readonly<Record<string, string | number | boolean | readonly (string | number)[] | null | undefined>>
interface SendOptions {
  readonly query?: Query
  readonly body?: unknown
  /** The version that was read; another one there now is refused with `changed`. */
  readonly ifMatch?: number | undefined
  readonly signal?: AbortSignal | undefined
}

const BASE = '/api/v1'
const KEPT_ANSWERS = 200
const answers = new Map<string, { readonly etag: string; readonly body: unknown }>()
let csrf = ''

/** The session's token, sent with everything that changes something. */
export function rememberCsrf(token: string): void {
  csrf = token
}

/** Forgets all answers: after logging out nothing of the last person stays. */
export function forgetAnswers(): void {
  answers.clear()
}

/** The address of a list or answer, also for its CSV and JSON links. Empty values are left out, lists are repeated. */
export function apiUrl(path: string, query: Query = {}): string {
  const pairs = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    const values = Array.isArray(value) ? value : [value]
    for (const one of values) if (one !== undefined && one !== null && one !== '') pairs.append(name, String(one))
  }
  const text = pairs.toString()
  return `${BASE}${path}${text === '' ? '' : `?${text}`}`
}

async function request(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { credentials: 'same-origin', ...init })
  } catch (error) {
    if (init.signal?.aborted) throw error
    throw new ApiProblem(0, 'offline', 'the server did not answer')
  }
}

/** Reads an answer; one that has not changed since is not sent again. Throws ApiProblem. */
export async function get<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> {
  const url = apiUrl(path, query)
  const known = answers.get(url)
  const headers: Record<string, string> = { accept: 'application/json' }
  if (known !== undefined) headers['if-none-match'] = known.etag
  const response = await request(url, { headers, signal: signal ?? null, cache: 'no-store' })
  if (response.status === 304 && known !== undefined) return asOfNow(known.body, query, response) as T
  if (!response.ok) throw await problemOf(response)
  const body = (await response.json()) as T
  const etag = response.headers.get('etag')
  if (etag !== null) keep(url, etag, body)
  return body
}

/** An answer that has not changed is one of this moment. One of another moment was asked for by `at` and stays as it is. */
function asOfNow(body: unknown, { at }: Query, response: Response): unknown {
  const time = Date.parse(response.headers.get('date') ?? '')
  if (at || Number.isNaN(time) || typeof body !== 'object' || body === null || !('asOf' in body)) return body
  return Date.parse(String(body.asOf)) < time ? { ...body, asOf: new Date(time).toISOString() } : body
}

function keep(url: string, etag: string, body: unknown): void {
  answers.delete(url)
  answers.set(url, { etag, body })
  const oldest = answers.keys().next().value
  if (answers.size > KEPT_ANSWERS && oldest !== undefined) answers.delete(oldest)
}

/** Changes something. A JSON body unless it is a Blob, which goes as the bytes it is. Throws ApiProblem. */
export async function send<T>(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, options: SendOptions = {}): Promise<T> {
  const { query = {}, body, ifMatch, signal } = options
  const headers: Record<string, string> = { accept: 'application/json', 'x-csrf-token': csrf }
  if (method === 'POST') headers['idempotency-key'] = crypto.randomUUID()
  if (ifMatch !== undefined) headers['if-match'] = `"${ifMatch}"`
  const raw = body instanceof Blob
  if (body !== undefined) headers['content-type'] = raw ? 'application/octet-stream' : 'application/json'
  const init: RequestInit = { method, headers, signal: signal ?? null }
  if (body !== undefined) init.body = raw ? body : JSON.stringify(body)
  const response = await request(apiUrl(path, query), init)
  if (!response.ok) throw await problemOf(response)
  return (response.status === 204 ? undefined : await response.json()) as T
}

/** Saves the answer to a question that does not fit into an address, as a file of this media type. Throws ApiProblem. */
export async function download(
  path: string,
  { body, type, name }: { readonly body: unknown; readonly type: string; readonly name: string },
): Promise<void> {
  const headers = { accept: type, 'content-type': 'application/json', 'x-csrf-token': csrf }
  const response = await request(apiUrl(path), { method: 'POST', headers, body: JSON.stringify(body) })
  if (!response.ok) throw await problemOf(response)
  const address = URL.createObjectURL(await response.blob())
  const link = Object.assign(document.createElement('a'), { href: address, download: name })
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
