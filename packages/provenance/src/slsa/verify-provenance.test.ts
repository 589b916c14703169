import { describe, expect, it } from 'vitest'
import { markVerified } from '../dsse/verified-payload.ts'
import { IN_TOTO_PAYLOAD_TYPE, verifiedStatement } from '../intoto/statement.ts'
import { Trace } from '../verdict/trace.ts'
import type { BuildClaims, BuildSigner } from './build-signer.ts'
import { KNOWN_BUILDERS } from './known-builders.ts'
import type { SlsaPolicy } from './verify-provenance.ts'
import { verifyProvenance } from './verify-provenance.ts'

const REPOSITORY = 'https://github.com/owner/name'
const COMMIT = 'c'.repeat(40)
const GO = 'https://github.com/slsa-framework/slsa-github-generator/.github/workflows/builder_go_slsa3.yml'
const OWN = 'https://github.com/owner/ci/.github/workflows/build.yml'
const DIGEST = { sha256: 'ab'.repeat(32) }

const CLAIMS: BuildClaims = { repository: REPOSITORY, ref: 'refs/tags/v1.2.3', commit: COMMIT, trigger: 'push', runner: 'github-hosted' }

function signer(
  identity = `${GO}@refs/tags/v2.0.0`,
  claims: BuildClaims = {},
  issuer = 'https://token.actions.githubusercontent.com',
): BuildSigner {
  return { kind: 'certificate', identity, issuer, claims: { ...CLAIMS, ...claims } }
}

function predicate(builder: string, change: object = {}) {
  const resolvedDependencies = [{ uri: `git+${REPOSITORY}@refs/tags/v1.2.3`, digest: { gitCommit: COMMIT } }]
  return {
    buildDefinition: { buildType: 'https://type.example', externalParameters: {}, internalParameters: {}, resolvedDependencies, ...change },
    runDetails: { builder: { id: builder } },
  }
}

function verdict(by: BuildSigner, policy: Partial<SlsaPolicy> = {}, change: object = {}, builder?: string): string {
  const id = builder ?? (by.kind === 'certificate' ? by.identity : '')
  const statement = {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: 'x', digest: DIGEST }],
    predicateType: 'https://slsa.dev/provenance/v1',
    predicate: predicate(id, change),
  }
  const verified = verifiedStatement(markVerified(IN_TOTO_PAYLOAD_TYPE, Buffer.from(JSON.stringify(statement))))
  const whole = { artifacts: [DIGEST], sourceUri: 'github.com/owner/name', ...policy }
  const { root, value } = Trace.run('slsa', 'Build', (trace) => verifyProvenance({ statement: verified, signer: by }, whole, trace))
  const failed = root.steps.find((step) => step.outcome === 'failed')
  return failed === undefined ? `level ${value?.level}` : `${failed.id} ${failed.code}`
}

describe('verifyProvenance', () => {
  it.each<[string, string, string]>([
    ['known builder', verdict(signer()), 'level 3'],
    ['known builder on own machine', verdict(signer(undefined, { runner: 'self-hosted' })), 'level 1'],
    ['own builder, not asked for', verdict(signer(`${OWN}@refs/tags/v1.0.0`)), 'builder signer-unknown'],
    ['own builder, asked for', verdict(signer(`${OWN}@refs/tags/v1.0.0`), { builderId: OWN }), 'level 2'],
    ['own builder at a branch', verdict(signer(`${OWN}@refs/heads/main`), { builderId: OWN }), 'builder signer-mismatch'],
    ['own builder at this branch', verdict(signer(`${OWN}@refs/heads/main`), { builderId: `${OWN}@refs/heads/main` }), 'level 2'],
    ['own builder at a short tag', verdict(signer(`${OWN}@refs/tags/v1`), { builderId: OWN }), 'builder signer-mismatch'],
    [
      'own builder in the list',
      verdict(signer(`${OWN}@refs/tags/v1.0.0`), { builders: [...KNOWN_BUILDERS, { id: OWN, kind: 'workflow', level: 3, implied: true }] }),
      'level 3',
    ],
    ['another issuer', verdict(signer(undefined, {}, 'https://issuer.example')), 'builder signer-mismatch'],
    ['another builder inside', verdict(signer(), {}, {}, `${GO}@refs/tags/v1.0.0`), 'builder content-mismatch'],
    [
      'runner, asked for',
      verdict(
        signer(`${REPOSITORY}/.github/workflows/r.yml@refs/heads/main`),
        { builderId: 'https://github.com/actions/runner/github-hosted' },
        {},
        'https://github.com/actions/runner/github-hosted',
      ),
      'level 2',
    ],
    [
      'runner, other machine inside',
      verdict(
        signer(OWN, { runner: 'self-hosted' }),
        { builderId: 'https://github.com/actions/runner/github-hosted' },
        {},
        'https://github.com/actions/runner/github-hosted',
      ),
      'builder content-mismatch',
    ],
    ['too low a level', verdict(signer(`${OWN}@refs/tags/v1.0.0`), { builderId: OWN, minLevel: 3 }), 'level policy-not-met'],
    ['other source', verdict(signer(), { sourceUri: 'github.com/owner/nam' }), 'source policy-not-met'],
    ['other case', verdict(signer(), { sourceUri: 'github.com/Owner/name' }), 'source policy-not-met'],
    ['other artifact', verdict(signer(), { artifacts: [DIGEST, { sha256: 'cd'.repeat(32) }] }), 'subject subject-mismatch'],
    ['other tag', verdict(signer(), { sourceTag: 'v1.2.4' }), 'tag policy-not-met'],
    ['the tag', verdict(signer(), { sourceTag: 'v1.2.3', sourceVersionedTag: 'v1.2' }), 'level 3'],
    ['branch of an annotated tag', verdict(signer(), { sourceBranch: 'main' }), 'branch evidence-missing'],
    ['inputs of a push', verdict(signer(), { workflowInputs: { a: 'b' } }), 'workflow-inputs policy-not-met'],
    ['other build type', verdict(signer(), { buildTypes: ['https://other.example'] }), 'build-type policy-not-met'],
    [
      'ref that differs',
      verdict(signer(), {}, { externalParameters: { source: { uri: `git+${REPOSITORY}@refs/heads/x` } } }),
      'agreement content-mismatch',
    ],
    [
      'commit that differs',
      verdict(signer(), {}, { resolvedDependencies: [{ uri: `git+${REPOSITORY}`, digest: { gitCommit: 'd'.repeat(40) } }] }),
      'agreement content-mismatch',
    ],
    [
      'source not among dependencies',
      verdict(signer(), {}, { resolvedDependencies: [{ uri: 'git+https://github.com/x/y' }] }),
      'agreement content-mismatch',
    ],
    [
      'trigger that differs',
      verdict(signer(), {}, { internalParameters: { GITHUB_EVENT_NAME: 'pull_request' } }),
      'agreement content-mismatch',
    ],
    ['unknown key builder', verdict({ kind: 'key', key: 'k' }, {}, {}, 'https://x.example'), 'builder signer-unknown'],
  ])('%s', (_, found, expected) => {
    expect(found).toBe(expected)
  })
})
