import { basename } from 'node:path'
import { usageWrongValue } from '@cupel/model'
import type { PolicyReport } from '@cupel/model'
import type { JsonValue } from '@cupel/provenance'
import type { StatementParts } from '../sign/attest-files.ts'
import { givenArtifact } from '../verify/given-artifact.ts'
import { policyExitCode } from './policy-exit-code.ts'
import type { UnknownPolicy } from './policy-exit-code.ts'
import type { StatedTarget } from './stated-target.ts'
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
  /** Files, or `sha256:…`, that the user says the verdict is about. */
  readonly subjects: readonly string[]
  /** Reports that were judged, by the bytes that were read: subjects besides. */
  readonly judged?: readonly StatedInput[]
  /** What was scanned: a subject besides. */
  readonly target?: StatedTarget | null
  readonly inputs: readonly StatedInput[]
  readonly cwd: string
  readonly now: Date
}

/**
 * A verdict as an in-toto statement (attestation framework, Statement v1), in the manner of SLSA's VSA: who judged, when, what, by which
 * packs (by digest), from which inputs (by digest), and what came of every rule.
 */
export function policyStatement(request: StatementRequest): StatementParts {
  const { policy, unknown, inputs, now, target = null } = request
  const subject = subjectsOf(request)
  if (subject.length === 0) throw usageWrongValue('--subject', '', 'a file, or sha256:…: what the verdict is about')
  return {
    subject,
    predicateType: POLICY_PREDICATE,
    predicate: {
      verifier: { id: 'urn:cupel:tool', version: { cupel: toolVersion() } },
      timeVerified: now.toISOString(),
      ...(target !== null && { target: { kind: target.kind, name: target.name, digest: { ...target.digest } } }),
      ...(policy.leftOut !== undefined && { leftOut: [...policy.leftOut] }),
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

/** What the user names, what was judged and what was scanned; of the same bytes under the same name once. */
function subjectsOf({ subjects, judged = [], target = null, cwd }: StatementRequest): StatementParts['subject'] {
  const named = subjects.map((one) => {
    const { name, path, digests } = givenArtifact(one, cwd)
    return { name: path === null ? name : basename(path), digest: digests }
  })
  const read = judged.map(({ uri, digest }) => ({ name: uri, digest: { ...digest } }))
  const all = [...named, ...read, ...(target === null ? [] : [{ name: target.name, digest: { ...target.digest } }])]
  const seen = new Set<string>()
  return all.filter(({ name, digest }) => {
    const key = `${digest['sha256'] ?? ''} ${name}`
    return seen.has(key) ? false : seen.add(key)
  })
}
