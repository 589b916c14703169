import type { Answer, AskOptions, Origin } from './origin.ts'
import { downloadFile } from './http-download.ts'
import type { HttpOptions } from './http-request.ts'
import { request, tagOf, urlOf } from './http-request.ts'
import { sourceUnusable } from '../errors.ts'

/** A base URL as a source of advisory data. Failed requests are tried again; ETag or Last-Modified is the tag. */
export function httpOrigin(base: string, options: HttpOptions): Origin {
  const label = labelOf(base)
  return {
    label,
    single: true,
    ask: (path, asked) => ask(urlOf(base, path), asked, options),
    download: (path, asked) => downloadFile(urlOf(base, path), asked, options),
    under: (path) => httpOrigin(urlOf(base, path), options),
  }
}

async function ask(url: string, { tag = '', maxBytes, signal }: AskOptions, options: HttpOptions): Promise<Answer> {
  return request<Answer>(url, { ...options, signal, headers: () => conditional(tag) }, async (response, alive) => {
    if (response.status === 404) return { kind: 'absent' }
    if (response.status === 304) return { kind: 'unchanged' }
    const chunks: Uint8Array[] = []
    let bytes = 0
    for await (const chunk of response.body ?? []) {
      alive()
      bytes += chunk.length
      if (bytes > maxBytes) throw sourceUnusable(labelOf(url), `more than the limit of ${maxBytes} bytes`)
      chunks.push(chunk)
    }
    return { kind: 'bytes', bytes: Buffer.concat(chunks), tag: tagOf(response) }
  })
}

/** Header that asks only for news. A tag that is no ETag is a date. */
function conditional(tag: string): Readonly<Record<string, string>> {
  if (tag === '') return {}
  return tag.includes('"') ? { 'if-none-match': tag } : { 'if-modified-since': tag }
}

function labelOf(url: string): string {
  const parsed = new URL(url)
  parsed.username = ''
  parsed.password = ''
  return parsed.href.replace(/\/$/, '')
}
