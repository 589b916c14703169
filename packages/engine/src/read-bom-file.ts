import { readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { documentInvalid, targetMissing } from '@cupel/model'
import { DocumentInvalid, readBom } from '@cupel/formats'
import type { BomRead, BomReadOptions } from '@cupel/formats'

const MAX_BYTES = 512 * 1024 * 1024

/** Text of a document the user named. Throws CupelError when it cannot be opened, is too large or is not UTF-8. */
export function readDocument(path: string, cwd: string): string {
  const file = resolve(cwd, path)
  try {
    if (statSync(file).size > MAX_BYTES) throw documentInvalid(path, `larger than ${MAX_BYTES} bytes`)
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file))
  } catch (error) {
    if (error instanceof TypeError) throw documentInvalid(path, 'not UTF-8 text', { cause: error })
    if (error instanceof Error && 'syscall' in error) throw targetMissing(path, error)
    throw error
  }
}

/** A bill of materials from a file. Throws CupelError with the place when it is none, or breaks its format and `invalid` is `refuse`. */
export function readBomFile(path: string, options: BomReadOptions & { readonly cwd: string }): BomRead {
  try {
    return readBom(readDocument(path, options.cwd), options)
  } catch (error) {
    if (error instanceof DocumentInvalid)
      throw documentInvalid(path, error.message, { cause: error, ...(error.line > 0 ? { line: error.line } : {}) })
    throw error
  }
}
