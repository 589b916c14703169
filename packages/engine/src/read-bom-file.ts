import { readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { documentInvalid, targetMissing } from '@cupel/model'
import { DocumentInvalid, isBinaryBom, readBom } from '@cupel/formats'
import type { BomRead, BomReadOptions } from '@cupel/formats'
import { HEAD_BYTES, looksLike } from './looks-like.ts'

const MAX_BYTES = 512 * 1024 * 1024

/** Bytes of a document the user named. Throws CupelError when it cannot be opened or is too large. */
function bytesOf(path: string, cwd: string): Uint8Array {
  const file = resolve(cwd, path)
  try {
    if (statSync(file).size > MAX_BYTES) throw documentInvalid(path, `larger than ${MAX_BYTES} bytes`)
    return readFileSync(file)
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) throw targetMissing(path, error)
    throw error
  }
}

/** A document the user named: text, or the bytes of a binary SBOM. Throws CupelError when it cannot be opened, is too large or neither. */
export function readDocument(path: string, cwd: string): string | Uint8Array {
  const bytes = bytesOf(path, cwd)
  if (isBinaryBom(bytes)) return bytes
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw documentInvalid(path, `not UTF-8 text${seeming(bytes)}`, { cause: error, ...nextStep(bytes, path) })
  }
}

/** A bill of materials from a file. Throws CupelError with the place when it is none, or breaks its format and `invalid` is `refuse`. */
export function readBomFile(path: string, options: BomReadOptions & { readonly cwd: string }): BomRead {
  const document = readDocument(path, options.cwd)
  try {
    return readBom(document, options)
  } catch (error) {
    if (!(error instanceof DocumentInvalid)) throw error
    const head = typeof document === 'string' ? Buffer.from(document.slice(0, HEAD_BYTES)) : document
    const place = error.line > 0 ? { line: error.line } : {}
    throw documentInvalid(path, `${error.message}${seeming(head)}`, { cause: error, ...place, ...nextStep(head, path) })
  }
}

function seeming(bytes: Uint8Array): string {
  const likeness = looksLike(bytes.subarray(0, HEAD_BYTES))
  return likeness === null ? '' : `; it looks like ${likeness.what}`
}

function nextStep(bytes: Uint8Array, path: string): { readonly hint?: string } {
  const likeness = looksLike(bytes.subarray(0, HEAD_BYTES))
  return likeness === null ? {} : { hint: likeness.nextStep.replaceAll('FILE', path) }
}
