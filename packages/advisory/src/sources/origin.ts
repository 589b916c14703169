/** A small answer. `unchanged`: the tag given still holds. `absent`: the source has no such path. */
export type Answer =
  | { readonly kind: 'bytes'; readonly bytes: Buffer; readonly tag: string }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'absent' }

/** A big answer: a complete local file. */
export type Download =
  | { readonly kind: 'file'; readonly path: string; readonly tag: string; readonly bytes: number }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'absent' }

export interface AskOptions {
  /** Tag of the last answer; empty for none. */
  readonly tag?: string
  readonly maxBytes: number
  readonly signal: AbortSignal
}

export interface DownloadOptions extends AskOptions {
  /** Folder where a partial download waits for the next try. */
  readonly folder: string
  /** Its name there. */
  readonly stem: string
  /** Bytes here so far, and of all when known. */
  readonly progress: (done: number, total: number | null) => void
}

/** A place that advisory data comes from: a folder, or a base URL. Paths are relative, with `/`, not percent-encoded. */
export interface Origin {
  /** As the user would name it; without credentials. */
  readonly label: string
  /** Whether single records are expected beside the zips; a folder is asked for its zip only. */
  readonly single: boolean
  ask(path: string, options: AskOptions): Promise<Answer>
  download(path: string, options: DownloadOptions): Promise<Download>
  /** The same source, one folder deeper. */
  under(path: string): Origin
}
