import type { CupelError } from '@cupel/model'
import { diskFull, indexDamaged, readOnlyHome, syncFailed } from '@cupel/model'

/** A file of the index is not as it was written. */
export function damaged(file: string, detail: string): CupelError {
  return indexDamaged(file, detail)
}

/** The index is whole but of another format version. */
export function otherFormat(found: number, known: number): CupelError {
  return indexDamaged('manifest.json', `it has format ${found} and this cupel reads format ${known}`)
}

/** A source of advisory data cannot be used, as a whole or one part of it. */
export function sourceUnusable(what: string, detail: string, cause?: unknown): CupelError {
  return syncFailed(what, detail, cause)
}

const REFUSED: ReadonlySet<string> = new Set(['EROFS', 'EACCES', 'EPERM', 'ENOTDIR', 'EEXIST'])

/** The operating system's error as one of the catalogue when the home's disk is the reason; null otherwise. */
export function homeError(home: string, error: unknown): CupelError | null {
  const code = (error as NodeJS.ErrnoException | null)?.code ?? ''
  if (code === 'ENOSPC' || code === 'EDQUOT') return diskFull(home, error)
  return REFUSED.has(code) ? readOnlyHome(home, error) : null
}
