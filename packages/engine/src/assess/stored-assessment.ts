import { readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { DocumentInvalid, readJson } from '@cupel/formats'
import { documentInvalid, targetMissing } from '@cupel/model'
import type { AssessmentReport } from '@cupel/model'

const MAX_BYTES = 256 * 1024 * 1024

/** A report read back from `cupel assess --format json`. Throws CupelError for what is none. */
export function storedAssessment(path: string, cwd: string): AssessmentReport {
  return reportIn(parsed(path, cwd), path)
}

/** The same out of a document that arrived without a disk. */
export function assessmentOfDocument(text: string, name: string): AssessmentReport {
  try {
    return reportIn(readJson(text, { maxLength: MAX_BYTES }), name)
  } catch (error) {
    if (!(error instanceof DocumentInvalid)) throw error
    throw documentInvalid(name, error.message, { cause: error, ...(error.line > 0 ? { line: error.line } : {}) })
  }
}

function reportIn(value: unknown, path: string): AssessmentReport {
  if (!isReport(value)) throw documentInvalid(path, 'this is no report of cupel assess --format json, version 1.0')
  return value
}

function parsed(path: string, cwd: string): unknown {
  const file = resolve(cwd, path)
  try {
    if (statSync(file).size > MAX_BYTES) throw documentInvalid(path, `larger than ${MAX_BYTES} bytes`)
    return readJson(readFileSync(file, 'utf8'), { maxLength: MAX_BYTES })
  } catch (error) {
    if (error instanceof DocumentInvalid)
      throw documentInvalid(path, error.message, { cause: error, ...(error.line > 0 ? { line: error.line } : {}) })
    if (error instanceof Error && 'syscall' in error) throw targetMissing(path, error)
    throw error
  }
}

/** Enough shape to show and compare it: what is missing would be taken for "nothing there". */
function isReport(value: unknown): value is AssessmentReport {
  if (typeof value !== 'object' || value === null) return false
  const { schemaVersion, checks, standards, claims, problems, project, score, asOf, summary } = value as Record<string, unknown>
  const lists: readonly unknown[] = [checks, standards, claims, problems]
  if (schemaVersion !== '1.0' || typeof score !== 'number' || typeof asOf !== 'string') return false
  if (!lists.every((list) => Array.isArray(list) && list.every(isRecord)) || !isRecord(project) || !isRecord(summary)) return false
  return (checks as Record<string, unknown>[]).every(
    ({ id, score: own, missing, answers }) =>
      typeof id === 'string' && typeof own === 'number' && Array.isArray(missing) && Array.isArray(answers),
  )
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
