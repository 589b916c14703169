/** Bounds for everything read from an untrusted tree. All sizes are bytes. */
export interface Limits {
  /** Text files (locks, manifests, documents). */
  readonly textBytes: number
  /** Binary files opened by random access (package databases, archives, executables). */
  readonly fileBytes: number
  /** All bytes inflated out of one archive or image, nested ones included. */
  readonly inflatedBytes: number
  /** Inflated size of one archive member. */
  readonly memberBytes: number
  /** Members of one archive. */
  readonly members: number
  /** Archives within archives. */
  readonly nesting: number
  /** Files and folders of one walk. */
  readonly entries: number
  /** Folder depth of one walk. */
  readonly depth: number
}

export const DEFAULT_LIMITS: Limits = {
  textBytes: 512 * 1024 * 1024,
  fileBytes: 16 * 1024 * 1024 * 1024,
  inflatedBytes: 32 * 1024 * 1024 * 1024,
  memberBytes: 1024 * 1024 * 1024,
  members: 2_000_000,
  nesting: 8,
  entries: 5_000_000,
  depth: 256,
}
