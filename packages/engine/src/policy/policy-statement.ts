import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import { usageWrongValue } from '@cupel/model'
import type { PolicyReport } from '@cupel/model'
import type { JsonValue } from '@cupel/provenance'
import type { StatementParts } from '../sign/attest-files.ts'
import { givenArtifact } from '../verify/given-artifact.ts'
import { readEvidence } from '../verify/read-evidence.ts'
import { policyExitCode } from './policy-exit-code.ts'
import type { UnknownPolicy } from './policy-exit-code.ts'
import { toolVersion } from '../tool-version.ts'

/** What a verdict of policy packs is called in an in-toto statement; docs/policy.md describes it. */
export const POLICY_PREDICATE = 'urn:cupel:predicate:policy-verdict-1.0'

/** A document that was looked at and is not a file here. */
export interface StatedInput {
  readonly uri: string
  readonly digest: Readonly<Record<string, string>>
}

export interface StatementRequest {
  readonly policy: PolicyReport
  readonly unknown: UnknownPolicy
  /** Files, or `sha256:…`, that the verdict is about. */
  readonly subjects: readonly string[]
  /** Files that were looked at, or documents kept elsewhere by their digest. */
  readonly inputs: readonly (string | StatedInput)[]
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
      policies: policy.packs.map(({ id, version, source, digest, parameters }) => ({
        id,
        version,
        uri: source,
        digest: { sha256: digest.slice('sha256:'.length) },
        parameters: parameters as JsonValue,
      })),
      inputAttestations: inputs.map((one) => (typeof one === 'string' ? fileInput(one, cwd) : { uri: one.uri, digest: { ...one.digest } })),
      verificationResult: policyExitCode(policy, unknown) === 0 ? 'PASSED' : 'FAILED',
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

function fileInput(file: string, cwd: string): { readonly uri: string; readonly digest: { readonly sha256: string } } {
  return { uri: basename(file), digest: { sha256: createHash('sha256').update(readEvidence(file, cwd)).digest('hex') } }
}
