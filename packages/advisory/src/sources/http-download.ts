import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { sourceUnusable } from '../errors.ts'
import type { HttpOptions } from './http-request.ts'
import { request, tagOf } from './http-request.ts'
import type { Download, DownloadOptions } from './origin.ts'

/** What is known about a file that is here in part or as a whole. */
interface Kept {
  readonly url: string
  readonly tag: string
}

/**
 * Downloads to a file. What an earlier try brought is kept and only the rest asked for, if the server still has the same
 * file (If-Range, RFC 9110 §13.1.5); a complete file that is still the server's is not fetched again.
 */
export async function downloadFile(url: string, asked: DownloadOptions, options: HttpOptions): Promise<Download> {
  const { folder, stem, tag = '', signal } = asked
  mkdirSync(folder, { recursive: true })
  const path = join(folder, `${stem}.zip`)
  const kept = readKept(`${path}.tag`, url)
  if (kept !== null && statSync(path, { throwIfNoEntry: false }) === undefined) rmSync(`${path}.tag`, { force: true })
  const complete = kept !== null && statSync(path, { throwIfNoEntry: false }) !== undefined ? kept.tag : ''
  const part = `${path}.part`
  return request<Download>(url, { ...options, signal, headers: () => headersOf(complete || tag, part, url) }, async (response, alive) => {
    if (response.status === 404) return { kind: 'absent' }
    if (response.status === 304) {
      if (complete === '') return { kind: 'unchanged' }
      return { kind: 'file', path, tag: complete, bytes: statSync(path).size }
    }
    if (response.status === 416) {
      rmSync(part, { force: true })
      throw new TypeError('the partial download does not fit the file any more')
    }
    await receive(response, { ...asked, part, url, alive })
    const newTag = tagOf(response)
    rmSync(`${path}.tag`, { force: true })
    renameSync(part, path)
    writeFileSync(`${path}.tag`, JSON.stringify({ url, tag: newTag }))
    rmSync(`${part}.tag`, { force: true })
    return { kind: 'file', path, tag: newTag, bytes: statSync(path).size }
  })
}

interface ReceiveOptions extends DownloadOptions {
  readonly part: string
  readonly url: string
  readonly alive: () => void
}

async function receive(response: Response, { part, url, maxBytes, progress, alive }: ReceiveOptions): Promise<void> {
  const start = startOf(response, part)
  const length = response.headers.get('content-length')
  const total = length === null ? null : start + Number(length)
  if (total !== null && total > maxBytes) throw sourceUnusable(url, `${total} bytes, more than the limit of ${maxBytes}`)
  writeFileSync(`${part}.tag`, JSON.stringify({ url, tag: tagOf(response) }))
  const fd = openSync(part, start === 0 ? 'w' : 'r+')
  try {
    let done = start
    for await (const chunk of response.body ?? []) {
      alive()
      if (done + chunk.length > maxBytes) throw sourceUnusable(url, `more than the limit of ${maxBytes} bytes`)
      for (let written = 0; written < chunk.length;) written += writeSync(fd, chunk, written, chunk.length - written, done + written)
      done += chunk.length
      progress(done, total)
    }
    if (total !== null && done !== total) throw new TypeError(`ended after ${done} of ${total} bytes`)
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

/** Where the received bytes belong: after what is here, or from the start when the server sends the whole. */
function startOf(response: Response, part: string): number {
  if (response.status !== 206) return 0
  const start = /^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '')?.[1]
  const have = statSync(part).size
  if (start === undefined || Number(start) !== have) {
    rmSync(part, { force: true })
    throw new TypeError('the server sent another part of the file than asked for')
  }
  return have
}

function headersOf(tag: string, part: string, url: string): Readonly<Record<string, string>> {
  const plain = { 'accept-encoding': 'identity' }
  const kept = readKept(`${part}.tag`, url)
  const have = statSync(part, { throwIfNoEntry: false })?.size ?? 0
  // A weak ETag does not promise the same bytes.
  if (have > 0 && kept !== null && kept.tag !== '' && !kept.tag.startsWith('W/'))
    return { ...plain, range: `bytes=${have}-`, 'if-range': kept.tag }
  if (tag === '') return plain
  return tag.includes('"') ? { ...plain, 'if-none-match': tag } : { ...plain, 'if-modified-since': tag }
}

function readKept(path: string, url: string): Kept | null {
  try {
    const kept = JSON.parse(readFileSync(path, 'utf8')) as Kept
    return kept.url === url && typeof kept.tag === 'string' ? kept : null
  } catch {
    return null
  }
}
