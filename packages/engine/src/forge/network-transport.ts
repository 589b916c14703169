import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ForgeRequest, ForgeResponse, ForgeTransport, KeptAnswer } from '@cupel/assess'

const MAX_BODY = 50_000_000

export interface NetworkOptions {
  readonly signal: AbortSignal
  /** A request without an answer for this long is given up; default 30 s. */
  readonly timeoutMs?: number
  /** Folder of kept answers; null keeps none. */
  readonly cacheFolder: string | null
  /** Told before every pause, so that the user knows why nothing happens. */
  readonly paused?: (ms: number) => void
}

/** The forge client's way to the network. Redirects are not followed: they could carry the token to another host. */
export function networkTransport({ signal, timeoutMs = 30_000, cacheFolder, paused }: NetworkOptions): ForgeTransport {
  return {
    send: (request) => send(request, AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])),
    async wait(ms) {
      paused?.(ms)
      await sleep(ms, undefined, { signal })
    },
    now: () => new Date(),
    random: Math.random,
    kept: (key) => (cacheFolder === null ? null : readKept(fileOf(cacheFolder, key), key)),
    keep: (key, answer) => {
      if (cacheFolder !== null) writeKept(cacheFolder, key, answer)
    },
  }
}

async function send({ method, url, headers, body }: ForgeRequest, signal: AbortSignal): Promise<ForgeResponse> {
  const response = await fetch(url, { method, headers, signal, redirect: 'manual', ...(body === undefined ? {} : { body }) })
  return { status: response.status, headers: Object.fromEntries(response.headers), body: await limitedText(response) }
}

async function limitedText(response: Response): Promise<string> {
  if (response.body === null) return ''
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body) {
    size += chunk.byteLength
    if (size > MAX_BODY) throw new Error(`the answer is over ${MAX_BODY / 1_000_000} MB`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function fileOf(folder: string, key: string): string {
  return join(folder, `${createHash('sha256').update(key).digest('hex')}.json`)
}

/** A kept answer that cannot be read, or is about something else, is none. */
function readKept(file: string, key: string): KeptAnswer | null {
  try {
    const kept: unknown = JSON.parse(readFileSync(file, 'utf8'))
    if (typeof kept !== 'object' || kept === null || !('key' in kept) || kept.key !== key) return null
    if (!('etag' in kept) || typeof kept.etag !== 'string' || !('body' in kept) || typeof kept.body !== 'string') return null
    return { etag: kept.etag, body: kept.body }
  } catch {
    return null
  }
}

/** Kept answers only save calls: a folder that cannot be written is no failure. Private repositories' answers are for the owner alone. */
function writeKept(folder: string, key: string, answer: KeptAnswer): void {
  const file = fileOf(folder, key)
  const beside = `${file}.${process.pid}.new`
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    writeFileSync(beside, JSON.stringify({ key, ...answer }), { mode: 0o600 })
    renameSync(beside, file)
  } catch {
    rmSync(beside, { force: true })
  }
}
