import { readFileSync } from 'node:fs'
import type { Verdict } from '@cupel/provenance'
import { sharedPath } from '../shared.ts'

/** One case of the provenance manifest. */
export interface GitCase {
  readonly id: string
  readonly suite: string
  readonly command: string
  readonly expected: string
  readonly files: readonly string[]
}

/** Cases of these suites; empty where the data is absent. */
export function casesOf(...suites: readonly string[]): readonly GitCase[] {
  const path = sharedPath('provenance/manifest.tsv')
  if (path === null) return []
  return readFileSync(path, 'utf8')
    .split('\n')
    .map((line) => line.split('\t'))
    .filter(([, suite = '']) => suites.includes(suite))
    .map(([id = '', suite = '', files = '', command = '', expected = '']) => ({ id, suite, command, expected, files: files.split(';') }))
}

/** A file of the provenance data. */
export function bytesOf(relative: string): Buffer {
  return readFileSync(sharedPath(`provenance/${relative}`) ?? '')
}

/** JSON lines of a file of the provenance data. */
export function linesOf<T>(relative: string): readonly T[] {
  return bytesOf(relative)
    .toString()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T)
}

/** `verified`, or the code of the refusal. */
export function outcomeOf(verdict: Verdict<unknown>): string {
  if (verdict.outcome === 'verified') return 'verified'
  return failing(verdict.root)?.code ?? 'refused without a reason'
}

/** `verified`, or the innermost failed step. */
export function stepOf(verdict: Verdict<unknown>): string {
  return verdict.outcome === 'verified' ? 'verified' : (failing(verdict.root)?.id ?? '')
}

type Step = Verdict<unknown>['root']

function failing(step: Step): Step | undefined {
  if (step.outcome !== 'failed') return undefined
  return step.steps.map(failing).find((inner) => inner !== undefined) ?? step
}
