import { expect, test } from 'vitest'
import type { AssessmentReport, CheckReport } from '@cupel/model'
import { CelMap, CelUnknown, fieldOf } from '../cel/cel-value.ts'
import type { CelRecord } from '../cel/cel-value.ts'
import { assessmentRecord } from './assessment-record.ts'

const CHECK: CheckReport = { id: 'Packaging', title: '', risk: 'medium', score: 10, reason: 'why', missing: [], answers: [] }
const REPORT: AssessmentReport = {
  schemaVersion: '1.0',
  tool: { name: 'cupel', version: '0.0.0' },
  asOf: '2026-01-01T00:00:00Z',
  project: { name: 'thing', url: '', commit: '' },
  reading: 'cupel',
  score: 10,
  checks: [],
  standards: [],
  slsa: [],
  claims: [],
  criticality: [],
  memorySafety: null,
  forge: null,
  problems: [],
  summary: { scored: 0, byClone: 0, inconclusive: 0, partlySeen: 0, contradictedClaims: 0 },
}

test.each<[string, Partial<CheckReport>, unknown]>([
  ['a score', {}, 10],
  ['no score', { score: -1 }, expect.any(CelUnknown)],
  ['a score that only the clone gives: whoever can push could write it', { basis: 'clone' }, expect.any(CelUnknown)],
])('%s', (_, given, score) => {
  const checks = fieldOf(assessmentRecord({ ...REPORT, checks: [{ ...CHECK, ...given }] }, 'a.json'), 'checks')
  const [entry] = (checks as CelMap).entries.values()
  expect(fieldOf(entry?.[1] as CelRecord, 'score')).toEqual(score)
})
