import { setTimeout as sleep } from 'node:timers/promises'
import { registryUnreachable } from '@cupel/model'

const MAX_BYTES = 256_000_000
const TRIES = 3

/** A document of a registry or index; null when it has none of that address. Throws CupelError when there is no usable answer. */
export async function fetchDocument(url: string, signal: AbortSignal, accept = 'application/json'): Promise<Buffer | null> {
  for (let attempt = 1; ; attempt++) {
    try {
      const response = await fetch(url, {
        signal: AbortSignal.any([signal, AbortSignal.timeout(60_000)]),
        headers: { accept, 'user-agent': 'cupel' },
      })
      if (response.status === 404) {
        await response.body?.cancel()
        return null
      }
      if (response.ok) return await limited(response)
      await response.body?.cancel()
      throw new Error(`HTTP status ${response.status}`)
    } catch (error) {
      signal.throwIfAborted()
      if (attempt >= TRIES) throw registryUnreachable('the package registry', `no answer, ${TRIES} tries`, error)
      await sleep(300 * 2 ** attempt, undefined, { signal })
    }
  }
}

async function limited(response: Response): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength
    if (size > MAX_BYTES) throw new Error('the answer is over 256 MB')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
