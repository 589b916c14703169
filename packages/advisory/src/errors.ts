/** Something the user or the environment must mend. */
export class AdvisoryError extends Error {
  override readonly name = 'CupelError'
  readonly code: string
  readonly hint: string

  constructor(code: string, message: string, hint: string, cause?: unknown) {
    super(message, { cause })
    this.code = code
    this.hint = hint
  }
}

export function lockHeld(home: string, holder: string): AdvisoryError {
  return new AdvisoryError('dbLocked', `The advisory database in ${home} is being changed by ${holder}`, 'Wait until it is done, then try again')
}

/** A file of the index is not as it was written. */
export function damaged(file: string, detail: string): AdvisoryError {
  return new AdvisoryError('indexDamaged', `The advisory index is damaged: ${file}: ${detail}`, 'Run: cupel db sync --force')
}

/** The index is whole but of another format version. */
export function otherFormat(found: number, known: number): AdvisoryError {
  return new AdvisoryError('indexFormat', `The advisory index has format ${found}; this cupel reads format ${known}`, 'Run: cupel db sync')
}

/** A source of advisory data cannot be used, as a whole or one part of it. */
export function sourceUnusable(what: string, detail: string, cause?: unknown): AdvisoryError {
  return new AdvisoryError('syncFailed', `${what}: ${detail}`, 'The data from before is still in use', cause)
}

export function homeUnusable(home: string, detail: string, cause: unknown): AdvisoryError {
  return new AdvisoryError('homeUnusable', `Cannot write the advisory database in ${home}: ${detail}`, 'Free some space, or set CUPEL_HOME', cause)
}

export function networkForbidden(url: string): AdvisoryError {
  return new AdvisoryError('offline', `Offline, and the advisory data is at ${url}`, 'Give a folder with --from')
}
