import type { SqlErrorFields } from '../store-fault.ts'

/** Where the engine's own files are and what it works on. Sent once, as the worker's data. */
export interface EngineStart {
  /** Folder with pglite.wasm, pglite.data and initdb.wasm; null: the installed package finds its own. */
  readonly assets: string | null
  /** Data directory on disk; null: in memory. */
  readonly dataFolder: string | null
  /** A tar of a data directory to start from when in memory; null: a new, empty database. */
  readonly image: Uint8Array | null
}

export type EngineRequest =
  | {
      readonly id: number
      readonly kind: 'statement'
      readonly sql: string
      readonly parameters: readonly (string | Uint8Array | null)[]
      /** Begins a transaction before it; when that fails, the statement is not run. */
      readonly begin?: string
    }
  | { readonly id: number; readonly kind: 'script'; readonly sql: string; readonly begin?: string }
  /** The data directory as a tar. */
  | { readonly id: number; readonly kind: 'image' }
  | { readonly id: number; readonly kind: 'close' }

export interface EngineRows {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly unknown[])[]
  readonly touched: number
  /** `COMMIT` of a transaction that had failed is answered with `ROLLBACK`. */
  readonly command: string
}

export type EngineAnswer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'rows'; readonly id: number; readonly rows: EngineRows }
  | { readonly kind: 'image'; readonly id: number; readonly image: Uint8Array }
  | { readonly kind: 'done'; readonly id: number }
  | { readonly kind: 'error'; readonly id: number; readonly message: string; readonly fields: SqlErrorFields }
  /** The engine can no longer be used: what was not answered was rolled back. */
  | { readonly kind: 'dead'; readonly reason: string }

/** One end of the line between the engine and its user: a MessagePort, or a worker and its parent port. */
export interface EnginePort<Out, In> {
  postMessage(message: Out): void
  on(event: 'message', listener: (message: In) => void): unknown
}
