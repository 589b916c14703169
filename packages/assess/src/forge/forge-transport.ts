export interface ForgeRequest {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

export interface ForgeResponse {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** An answer kept from an earlier run, with the forge's own mark of its state. */
export interface KeptAnswer {
  readonly etag: string
  readonly body: string
}

/**
 * The outside world of the forge client; the engine gives one that uses the network, and a cache in cupel's home. `send` throws
 * any Error when there was no answer. Keys of the cache never hold a token.
 */
export interface ForgeTransport {
  send(request: ForgeRequest): Promise<ForgeResponse>
  wait(ms: number): Promise<void>
  now(): Date
  /** 0..1, for jitter. */
  random(): number
  kept(key: string): KeptAnswer | null
  keep(key: string, answer: KeptAnswer): void
}
