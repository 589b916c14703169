import type { VerificationItem } from '@cupel/model'
import type { CelResult, CelValue } from '../cel/cel-value.ts'
import { isFault } from '../cel/cel-value.ts'
import { policyRecord, unknownFor } from './policy-subject.ts'
import type { PolicyRecord } from './policy-subject.ts'
import { mapOfTexts, timeOr } from './record-values.ts'

/** One verified or refused thing as rules see it. `source` is the file of the report. */
export function provenanceRecord(item: VerificationItem, source: string): PolicyRecord {
  const { subject, kind, outcome, digests, signers, vouchedBy, times, details } = item
  const places = (): readonly [{ readonly path: string }] => [{ path: source }]
  const fields = {
    subject,
    kind,
    verified: outcome === 'verified',
    digests: mapOfTexts(Object.entries(digests)),
    signers: signers.map(({ claims, ...signer }) =>
      policyRecord('signer', { ...signer, claims: mapOfTexts(Object.entries(claims)) }, places),
    ),
    vouched_by: vouchedBy,
    times: times.map((time) => timeOr(time, 'a time of the evidence')).filter((time): time is CelValue => !isFault(time)),
    build: buildRecord(details?.['build'], places),
  }
  return policyRecord('provenance', fields, places)
}

const BUILD_TEXTS = { builder: 'builder', build_type: 'buildType', source: 'source', branch: 'branch', tag: 'tag', workflow: 'workflow' }

function buildRecord(build: unknown, places: () => readonly [{ readonly path: string }]): CelResult {
  if (typeof build !== 'object' || build === null) return unknownFor('verified build provenance')
  const stated = build as Readonly<Record<string, unknown>>
  const texts = Object.entries(BUILD_TEXTS).map(([name, key]) => [name, typeof stated[key] === 'string' ? stated[key] : ''] as const)
  const level = Number.isInteger(stated['level']) ? BigInt(stated['level'] as number) : 0n
  return policyRecord('build', { ...Object.fromEntries(texts), level }, places)
}
