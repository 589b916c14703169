import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sharedPath } from '../shared.ts'

/** One line of the third-party manifest of verdicts. */
export interface ManifestRow {
  readonly id: string
  readonly suite: string
  readonly files: readonly string[]
  readonly command: string
  readonly expected: string
  readonly why: string
  readonly note: string
}

/** Rows of the named suites, in the manifest's order; none where the data is not beside this checkout. */
export function manifestRows(...suites: readonly string[]): readonly ManifestRow[] {
  const path = sharedPath('provenance/manifest.tsv')
  if (path === null) return []
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n').slice(1)
  return lines.map(readRow).filter((row) => suites.includes(row.suite))
}

/** The bytes of a file the manifest names. */
export function evidence(relative: string): Buffer {
  return readFileSync(evidencePath(relative))
}

/** Where a file or folder that the manifest names is. */
export function evidencePath(relative: string): string {
  const root = sharedPath('provenance')
  if (root === null) throw new Error('third-party test data is missing')
  return join(root, relative)
}

interface StepTree {
  readonly id: string
  readonly outcome: string
  readonly code?: string
  readonly steps: readonly StepTree[]
}

export type Failure = readonly [step: string, code: string]

/** The innermost failed step of a verdict and its code. */
export function failureOf(step: StepTree): Failure | undefined {
  if (step.outcome !== 'failed') return undefined
  const inner = step.steps.find(({ outcome }) => outcome === 'failed')
  return inner === undefined ? [step.id, `${step.code}`] : failureOf(inner)
}

function readRow(line: string): ManifestRow {
  const [id = '', suite = '', files = '', command = '', expected = '', why = '', , , note = ''] = line.split('\t')
  return { id, suite, files: files.split(';').filter(Boolean), command, expected, why, note }
}
