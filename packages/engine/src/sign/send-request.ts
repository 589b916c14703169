import { serviceUnreachable } from '@cupel/model'
import type { HttpResponse, Send } from '@cupel/provenance'

const MAX_BYTES = 16_000_000
const TIMEOUT_MS = 60_000

/** Sends requests of signers to their services. Rejects with CupelError when there is no answer; any status is an answer. */
export function networkSend(signal: AbortSignal): Send {
  return async ({ method, url, headers, body }): Promise<HttpResponse> => {
    try {
      const response = await fetch(url, {
        method,
        headers: { 'user-agent': 'cupel', ...headers },
        redirect: 'error',
        signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
        ...(method === 'POST' ? { body: new Uint8Array(body) } : {}),
      })
      return { status: response.status, headers: Object.fromEntries(response.headers), body: await limitedBody(response, MAX_BYTES) }
    } catch (error) {
      signal.throwIfAborted()
      throw serviceUnreachable(url, 'no usable answer', error)
    }
  }
}

/** The body of an answer; rejects as soon as it is longer than it may be. */
export async function limitedBody(response: Response, maxBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength
    if (size > maxBytes) throw new Error(`the answer has more than ${maxBytes} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
