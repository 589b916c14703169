import { basename } from 'node:path'
import { usageWrongValue } from '@cupel/model'
import type { PolicyReport } from '@cupel/model'
import type { JsonValue } from '@cupel/provenance'
import type { StatementParts } from '../sign/attest-files.ts'
import { givenArtifact } from '../verify/given-artifact.ts'
import { policyExitCode } from './policy-exit-code.ts'
import type { UnknownPolicy } from './policy-exit-code.ts'
import { toolVersion } from '../tool-version.ts'

/** What a verdict of policy packs is called in an in-toto statement; docs/policy.md describes it. */
export const POLICY_PREDICATE = 'urn:cupel:predicate:policy-verdict-1.0'

/** A document that was looked at, by the bytes that were read. */
export interface StatedInput {
  readonly uri: string
  readonly digest: Readonly<Record<string, string>>
}

export interface StatementRequest {
  readonly policy: PolicyReport
  readonly unknown: UnknownPolicy
  /** Files, or `sha256:…`, that the verdict is about. */
  readonly subjects: readonly string[]
  readonly inputs: readonly StatedInput[]
  readonly cwd: string
  readonly now: Date
}

/**
 * A verdict as an in-toto statement (attestation framework, Statement v1), in the manner of SLSA's VSA: who judged, when, what, by which
 * packs (by digest), from which inputs (by digest), and what came of every rule.
 */
export function policyStatement({ policy, unknown, subjects, inputs, cwd, now }: StatementRequest): StatementParts {
  if (subjects.length === 0) throw usageWrongValue('--subject', '', 'a file, or sha256:…: what the verdict is about')
  return {
    subject: subjects.map((one) => {
      const { name, path, digests } = givenArtifact(one, cwd)
      return { name: path === null ? name : basename(path), digest: digests }
    }),
    predicateType: POLICY_PREDICATE,
    predicate: {
      verifier: { id: 'urn:cupel:tool', version: { cupel: toolVersion() } },
      timeVerified: now.toISOString(),
      policies: policy.packs.map(({ id, version, source, digest, parameters, disabled }) => ({
        id,
        version,
        uri: source,
        digest: { sha256: digest.slice('sha256:'.length) },
        parameters: parameters as JsonValue,
        disabled: disabled.map(({ id: rule, reason }) => ({ id: rule, reason })),
      })),
      inputAttestations: inputs.map(({ uri, digest }) => ({ uri, digest: { ...digest } })),
      // Where no rule had anything to say nothing was shown, and a statement must not sound as if something was.
      verificationResult: policy.outcome !== 'not-applicable' && policyExitCode(policy, unknown) === 0 ? 'PASSED' : 'FAILED',
      outcome: policy.outcome,
      unknownAccepted: unknown === 'pass',
      rules: policy.packs.flatMap(({ id: pack, rules }) =>
        rules.map(({ id, severity, outcome, counts, mappings }) => ({
          pack,
          id,
          severity,
          outcome,
          counts: { ...counts },
          mappings: Object.fromEntries(Object.entries(mappings).map(([standard, ids]) => [standard, [...ids]])),
        })),
      ),
    },
  }
}
