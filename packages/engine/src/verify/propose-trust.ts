import type { Problem, TrustSubject } from '@cupel/model'
import { proposeTrustPolicy, writeTrustPolicy } from '@cupel/policy'
import { checkAll, besides } from './artifact-evidence.ts'
import { givenArtifact } from './given-artifact.ts'
import { NO_POLICY_KEYS } from './policy-keys.ts'
import { loadRoot } from './trust-input.ts'

export interface ProposeRequest {
  readonly artifacts: readonly string[]
  /** Evidence for a single artifact; empty: what lies beside each. */
  readonly evidence: readonly string[]
  readonly subject?: Pick<TrustSubject, 'purl' | 'repository'>
  readonly trustedRoot?: string
  readonly cwd: string
  readonly now: Date
}

export interface ProposedTrust {
  /** The policy as TOML; empty when nothing could be verified. */
  readonly text: string
  readonly signers: number
  readonly problems: readonly Problem[]
}

/**
 * Proposes a policy that accepts whoever has signed so far. The signatures are verified, but whether these signers are the right ones
 * nobody has checked; the text says so at its top, and nothing is written anywhere.
 */
export async function proposeTrust({ artifacts, evidence, subject, trustedRoot, cwd, now }: ProposeRequest): Promise<ProposedTrust> {
  const root = loadRoot(trustedRoot, { cwd, now })
  const trust = {
    policy: null,
    identity: null,
    key: null,
    policyKeys: NO_POLICY_KEYS,
    root: root.trusted,
    unlogged: false,
    now,
    anybody: true,
  }
  const seen = []
  const problems: Problem[] = []
  for (const name of artifacts) {
    const artifact = givenArtifact(name, cwd, { hold: true })
    const files = evidence.length > 0 ? evidence : besides(artifact)
    const checked = await checkAll(files, { artifact, trust, cwd })
    const vouches = checked.flatMap(({ value }) => value ?? [])
    const refused = checked.filter(({ outcome }) => outcome === 'refused').length
    if (refused > 0 || checked.length === 0) {
      const detail = checked.length === 0 ? 'no evidence lies beside it' : `${refused} of ${checked.length} pieces of evidence do not hold`
      problems.push({
        code: 'unsupported-content',
        effect: 'incomplete',
        path: name,
        detail,
        hint: 'cupel verify --steps shows why',
        by: 'trust-init',
      })
    }
    seen.push({ subject: { ...subject, ...(subject === undefined ? { path: name } : {}) }, vouches })
  }
  const proposed = proposeTrustPolicy(seen)
  for (const name of proposed.starred) {
    problems.push({
      code: 'unsupported-content',
      effect: 'incomplete',
      path: '',
      detail: `nothing is proposed for ${JSON.stringify(name)}: in a policy its star would stand for anything`,
      hint: 'write the rule yourself if you mean that',
      by: 'trust-init',
    })
  }
  const head = [
    `Trust on first use: proposed on ${now.toISOString().slice(0, 10)} from the signatures seen.`,
    'Check that each of these signers is who you mean before you rely on it, then delete these lines.',
  ]
  return { text: proposed.identities.length === 0 ? '' : writeTrustPolicy(proposed, head), signers: proposed.identities.length, problems }
}
