import { createHash } from 'node:crypto'

export interface DigestedBody {
  readonly bytes: AsyncIterable<Uint8Array>
  /** SHA-256 of all of it; reads what nobody read. To be asked once. */
  digest(): Promise<string>
}

/** A body that is read as it arrives, with the digest of what arrived. */
export function digestedBody(stream: AsyncIterable<Uint8Array>): DigestedBody {
  const hash = createHash('sha256')
  async function* passing(): AsyncGenerator<Uint8Array> {
    for await (const chunk of stream) {
      hash.update(chunk)
      yield chunk
    }
  }
  const bytes = passing()
  async function digest(): Promise<string> {
    while ((await bytes.next()).done !== true);
    return hash.digest('hex')
  }
  return { bytes, digest }
}
