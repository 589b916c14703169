import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { documentInvalid, targetMissing } from '@cupel/model'
import type { Problem } from '@cupel/model'
import { DocumentInvalid, readVex } from '@cupel/formats'
import type { VexStatement } from '@cupel/formats'

export interface VexRead {
  readonly statements: readonly VexStatement[]
  readonly problems: readonly Problem[]
}

/** Reads the VEX documents the user named. One that is not VEX is the user's to mend: statements believed to apply must not be lost. */
export function readVexFiles(files: readonly string[], cwd: string): VexRead {
  const statements: VexStatement[] = []
  const problems: Problem[] = []
  for (const file of files) {
    const read = readOne(file, cwd)
    statements.push(...read.statements)
    problems.push(...read.problems)
  }
  return { statements, problems }
}

function readOne(file: string, cwd: string): VexRead {
  let text: string
  try {
    text = readFileSync(resolve(cwd, file), 'utf8')
  } catch (error) {
    throw targetMissing(file, error)
  }
  try {
    return readVex(text, file)
  } catch (error) {
    if (error instanceof DocumentInvalid)
      throw documentInvalid(file, error.message, { cause: error, ...(error.line > 0 ? { line: error.line } : {}) })
    throw error
  }
}
