/** A request as pure data; whoever owns the network sends it. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST'
  /** Absolute for clients, a path with query for handlers. */
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

export interface HttpResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** Sends one request. Rejects when there is no answer at all. */
export type Send = (request: HttpRequest) => Promise<HttpResponse>

/** A POST of JSON that wants JSON back. */
export function jsonRequest(url: string, body: object): HttpRequest {
  const headers = { 'content-type': 'application/json', accept: 'application/json' }
  return { method: 'POST', url, headers, body: Buffer.from(JSON.stringify(body)) }
}

/** Base URL and path, with exactly one slash between. */
export function joinUrl(base: string, path: string): string {
  return `${base.replace(/\/+$/, '')}/${path}`
}
