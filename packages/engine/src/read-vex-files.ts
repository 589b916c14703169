import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { documentInvalid, targetMissing } from '@cupel/model'
import type { Problem } from '@cupel/model'
import { DocumentInvalid, loadVexRanges, readVex } from '@cupel/formats'
import { HEAD_BYTES, looksLike } from './looks-like.ts'
import type { VexDocument, VexStatement } from '@cupel/formats'

export interface VexRead {
  readonly statements: readonly VexStatement[]
  readonly problems: readonly Problem[]
}

/** Reads the VEX documents the user named. One that is not VEX is the user's to mend: statements believed to apply must not be lost. */
export async function readVexFiles(files: readonly string[], cwd: string): Promise<VexRead> {
  const statements: VexStatement[] = []
  const problems: Problem[] = []
  for (const file of files) {
    const read = await loadVexRanges(readOne(file, cwd))
    statements.push(...read.statements)
    problems.push(...read.problems)
  }
  return { statements, problems }
}

function readOne(file: string, cwd: string): VexDocument {
  let bytes: Buffer
  try {
    bytes = readFileSync(resolve(cwd, file))
  } catch (error) {
    throw targetMissing(file, error)
  }
  try {
    return readVex(bytes.toString('utf8'), file)
  } catch (error) {
    if (!(error instanceof DocumentInvalid)) throw error
    const likeness = error.fault === 'malformed' ? looksLike(bytes.subarray(0, HEAD_BYTES)) : null
    const place = error.line > 0 ? { line: error.line } : {}
    const seems = likeness === null || likeness.nextStep.includes('--vex') ? '' : `; it looks like ${likeness.what}`
    throw documentInvalid(file, `${error.message}${seems}`, { cause: error, ...place })
  }
}
