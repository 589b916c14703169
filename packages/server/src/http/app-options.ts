import type { AppContext } from '../api/app-context.ts'
import type { Route } from '../api/route.ts'

export interface Limits {
  /** A JSON body. */
  readonly bodyBytes: number
  readonly bodyDepth: number
  /** An upload as it arrives, and unpacked. */
  readonly uploadBytes: number
  readonly unpackedBytes: number
  /** Requests a minute: of one account or token, of one address without either, and of what can be guessed at. */
  readonly callerPerMinute: number
  readonly addressPerMinute: number
  readonly guessesPerMinute: number
  /** Rows of one CSV answer; one with more is broken off, so that nobody takes a part for the whole. */
  readonly csvRows: number
}

export const DEFAULT_LIMITS: Limits = {
  bodyBytes: 2_000_000,
  bodyDepth: 64,
  uploadBytes: 128 * 1024 * 1024,
  unpackedBytes: 512 * 1024 * 1024,
  callerPerMinute: 12_000,
  addressPerMinute: 600,
  guessesPerMinute: 20,
  csvRows: 1_000_000,
}

export interface AppOptions extends Partial<AppContext> {
  readonly origin: string
  readonly routes?: readonly Route[]
  readonly limits?: Partial<Limits>
  /** Folder of the built web app; without it, only the API is served. */
  readonly web?: string
  /** Every answer is checked against its schema, and one that does not fit is an error (tests). */
  readonly strictAnswers?: boolean
  /** Addresses of proxies whose `X-Forwarded-For` is believed. */
  readonly trustProxy?: string | boolean
  /** Ends streams; `close()` of the app also does. */
  readonly stopping?: AbortSignal
}
