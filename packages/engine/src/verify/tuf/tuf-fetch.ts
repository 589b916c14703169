import { serviceUnreachable } from '@cupel/model'
import type { TufFetch } from '@cupel/provenance'

const TIMEOUT_MS = 60_000

/** Files of a repository below an address. What the repository does not have is undefined; no answer at all is a CupelError. */
export function tufFetch(base: string, signal: AbortSignal): TufFetch {
  const root = base.replace(/\/+$/, '')
  return async (path, maxBytes) => {
    const url = `${root}/${path.split('/').map(quoted).join('/')}`
    try {
      const response = await fetch(url, {
        headers: { 'user-agent': 'cupel' },
        signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
      })
      if (response.status === 404 || response.status === 403) {
        await response.body?.cancel()
        return undefined
      }
      if (!response.ok) {
        await response.body?.cancel()
        throw new Error(`HTTP status ${response.status}`)
      }
      return await upTo(response, maxBytes)
    } catch (error) {
      signal.throwIfAborted()
      throw serviceUnreachable(url, 'no usable answer', error)
    }
  }
}

/** The client quotes names of roles itself; quoting twice would ask for another file. */
function quoted(part: string): string {
  return /%[0-9A-Fa-f]{2}/.test(part) ? part : encodeURIComponent(part)
}

/** One byte more than allowed is enough to see that there are too many. */
async function upTo(response: Response, maxBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk)
    size += chunk.byteLength
    if (size > maxBytes) break
  }
  return Buffer.concat(chunks)
}
