import { setTimeout as sleep } from 'node:timers/promises'
import { sourceUnusable } from '../errors.ts'

export interface HttpOptions {
  /** Tries in all. */
  readonly tries: number
  /** Pause before the second try; it doubles with each. */
  readonly pauseMs: number
  /** A request without a byte for this long is given up and tried again. */
  readonly silentMs: number
  readonly retried: (what: string, attempt: number, detail: string) => void
}

interface RequestOptions extends HttpOptions {
  readonly signal: AbortSignal
  /** Asked for before every try. */
  readonly headers: () => Readonly<Record<string, string>>
}

/** Worth another try: the server, the network or a proxy had a bad moment. */
class Passing extends Error {
  override readonly name = 'Passing'
}

/**
 * Asks for a URL and hands the response to `read`, again after a failure that may pass. Statuses 2xx, 304, 404 and 416 reach `read`;
 * others throw CupelError. A redirect from https to http is refused. `alive` is to be called for every chunk read.
 */
export async function request<T>(
  url: string,
  options: RequestOptions,
  read: (response: Response, alive: () => void) => Promise<T>,
): Promise<T> {
  const { tries, pauseMs, retried, signal } = options
  const what = nameOf(url)
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await once(url, options, read)
    } catch (error) {
      signal.throwIfAborted()
      const detail = passingDetail(error)
      if (detail === null) throw error
      if (attempt >= tries) throw sourceUnusable(what, `${detail}, ${tries} tries`, error)
      retried(what, attempt, detail)
      await sleep(pauseMs * 2 ** (attempt - 1), undefined, { signal })
    }
  }
}

async function once<T>(url: string, options: RequestOptions, read: (response: Response, alive: () => void) => Promise<T>): Promise<T> {
  const silence = new AbortController()
  const restart = (): NodeJS.Timeout => setTimeout(() => silence.abort(new Passing('no answer in time')), options.silentMs)
  let timer = restart()
  const alive = (): void => {
    clearTimeout(timer)
    timer = restart()
  }
  try {
    const { plain, authorization } = splitCredentials(url)
    const headers = { 'user-agent': 'cupel', ...authorization, ...options.headers() }
    const response = await fetch(plain, { headers, signal: AbortSignal.any([options.signal, silence.signal]) })
    alive()
    if (plain.startsWith('https:') && !response.url.startsWith('https:')) throw sourceUnusable(nameOf(url), 'redirected from https to http')
    if (response.ok || [304, 404, 416].includes(response.status)) return await read(response, alive)
    await response.body?.cancel()
    if (response.status >= 500 || response.status === 429 || response.status === 408) throw new Passing(`HTTP status ${response.status}`)
    throw sourceUnusable(nameOf(url), `HTTP status ${response.status}`)
  } catch (error) {
    throw silence.signal.aborted ? silence.signal.reason : error
  } finally {
    clearTimeout(timer)
  }
}

/** null when trying again cannot help. undici's network failures are TypeErrors with the reason as cause. */
function passingDetail(error: unknown): string | null {
  if (error instanceof Passing) return error.message
  if (!(error instanceof TypeError)) return null
  return error.cause instanceof Error ? error.cause.message : error.message
}

/** ETag, else Last-Modified, else empty. */
export function tagOf(response: Response): string {
  return response.headers.get('etag') ?? response.headers.get('last-modified') ?? ''
}

/** A path under a base URL. The base's query (a signature of the storage, say) stays. */
export function urlOf(base: string, path: string): string {
  if (path === '') return base
  const url = new URL(base)
  url.pathname = `${url.pathname.replace(/\/$/, '')}/${path.split('/').map(encodeURIComponent).join('/')}`
  return url.href
}

function splitCredentials(url: string): { readonly plain: string; readonly authorization: Readonly<Record<string, string>> } {
  const parsed = new URL(url)
  if (parsed.username === '' && parsed.password === '') return { plain: url, authorization: {} }
  const pair = `${decodeURIComponent(parsed.username)}:${decodeURIComponent(parsed.password)}`
  parsed.username = ''
  parsed.password = ''
  return { plain: parsed.href, authorization: { authorization: `Basic ${Buffer.from(pair).toString('base64')}` } }
}

function nameOf(url: string): string {
  const { host, pathname } = new URL(url)
  return `${host}${decodeURIComponent(pathname)}`
}
