import { describe, expect, it } from 'vitest'
import { markVerified } from '../dsse/verified-payload.ts'
import { IN_TOTO_PAYLOAD_TYPE, verifiedStatement } from '../intoto/statement.ts'
import { Trace } from '../verdict/trace.ts'
import type { SummaryParts, SummaryPolicy } from './verification-summary.ts'
import { makeSummary, verifySummary } from './verification-summary.ts'

const DIGEST = { sha256: 'ab'.repeat(32) }
const PARTS: SummaryParts = {
  verifierId: 'https://verifier.example/v1',
  resourceUri: 'pkg:npm/left@1.0.0',
  timeVerified: new Date('2026-01-01T00:00:00Z'),
  levels: ['SLSA_BUILD_LEVEL_3'],
  dependencyLevels: { SLSA_BUILD_LEVEL_1: 4 },
  subject: { name: 'left', digest: DIGEST },
  passed: true,
  policy: { uri: 'https://policy.example/1' },
}
const POLICY: SummaryPolicy = {
  subject: DIGEST,
  verifierId: PARTS.verifierId,
  resourceUri: PARTS.resourceUri,
  levels: ['SLSA_BUILD_LEVEL_2'],
}

function verdict(parts: Partial<SummaryParts>, policy: Partial<SummaryPolicy> = {}): string {
  const payload = markVerified(IN_TOTO_PAYLOAD_TYPE, Buffer.from(JSON.stringify(makeSummary({ ...PARTS, ...parts }))))
  const { root, outcome } = Trace.run('vsa', 'Summary', (trace) =>
    verifySummary(verifiedStatement(payload), { ...POLICY, ...policy }, trace),
  )
  const failed = root.steps.find((step) => step.outcome === 'failed')
  return failed === undefined ? outcome : `${failed.id} ${failed.code}`
}

describe('makeSummary and verifySummary', () => {
  it.each<[string, Partial<SummaryParts>, Partial<SummaryPolicy>, string]>([
    ['passed', {}, {}, 'verified'],
    ['not passed', { passed: false }, {}, 'result policy-not-met'],
    ['other verifier', { verifierId: 'https://other.example' }, {}, 'verifier signer-mismatch'],
    ['other resource', { resourceUri: 'pkg:npm/left@1.0.1' }, {}, 'resource subject-mismatch'],
    ['other artifact', { subject: { digest: { sha256: 'cd'.repeat(32) } } }, {}, 'subject subject-mismatch'],
    ['lower level', { levels: ['SLSA_BUILD_LEVEL_1'] }, {}, 'levels policy-not-met'],
    ['too old', {}, { notBefore: new Date('2026-02-01') }, 'time expired'],
    ['second digest asked for', {}, { subject: { ...DIGEST, sha512: 'ab'.repeat(64) } }, 'subject subject-mismatch'],
    ['dependencies', {}, { minDependencyLevel: 1 }, 'verified'],
    ['dependencies too low', {}, { minDependencyLevel: 2 }, 'dependencies policy-not-met'],
    [
      'dependencies not evaluated',
      { dependencyLevels: { SLSA_BUILD_LEVEL_UNEVALUATED: 1 } },
      { minDependencyLevel: 0 },
      'dependencies policy-not-met',
    ],
    ['dependencies not counted', { dependencyLevels: {} }, { minDependencyLevel: 1 }, 'dependencies evidence-missing'],
    ['nothing asked for', {}, { verifierId: '' }, 'policy trust-missing'],
  ])('%s', (_, parts, policy, expected) => {
    expect(verdict(parts, policy)).toBe(expected)
  })

  it('does not state two levels of one track', () => {
    expect(() => makeSummary({ ...PARTS, levels: ['SLSA_BUILD_LEVEL_1', 'SLSA_BUILD_LEVEL_2'] })).toThrow()
  })
})
