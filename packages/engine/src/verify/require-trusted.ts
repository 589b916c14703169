import { relative, resolve, sep } from 'node:path'
import { innermostFailure } from '@cupel/formats'
import type { TrustSubject, Vouch } from '@cupel/model'
import { judgeTrust } from '@cupel/policy'
import type { TrustJudgement, TrustPolicy, TrustRule } from '@cupel/policy'
import { Refused } from '@cupel/provenance'
import type { RefusalCode, Trace } from '@cupel/provenance'

export interface TrustQuestion {
  readonly policy: TrustPolicy
  readonly subject: TrustSubject
  readonly vouches: readonly Vouch[]
  /** For vouches without a trusted time. */
  readonly now: Date
}

/** Names of the identities whose vouch counts. Refuses, for the policy's innermost reason, when a rule is not met or none speaks of the subject. */
export function requireTrusted(question: TrustQuestion, trace: Trace): readonly string[] {
  return trace.step('trust', 'the trust policy accepts who vouches', (notes) => {
    const { outcome, step, vouchedBy } = judgeDocument(question)
    if (outcome === 'trusted') {
      notes.found(vouchedBy.join(', '))
      return vouchedBy
    }
    const { code = 'policy-not-met', reason = 'the policy refuses it', expected, found, remedy } = innermostFailure(step) ?? step
    throw new Refused(code as RefusalCode, reason, {
      ...(expected === undefined ? {} : { expected }),
      ...(found === undefined ? {} : { found }),
      ...(remedy === undefined ? {} : { remedy }),
    })
  })
}

/** Holds an artifact or a document against the policy. */
export function judgeDocument({ policy, subject, vouches, now }: TrustQuestion): TrustJudgement {
  return judgeTrust(withoutGitRules(policy), subject, { vouches, now })
}

/** What a rule asks of commits and tags alone says nothing of a file, though it be of the same repository; `verify git` judges those. */
function withoutGitRules(policy: TrustPolicy): TrustPolicy {
  const concerns = ({ evidence }: TrustRule): boolean =>
    evidence.length === 0 || evidence.some((kind) => kind !== 'commit' && kind !== 'tag')
  return { ...policy, rules: policy.rules.filter(concerns) }
}

/** A file as the patterns of a policy know it: relative to the policy's folder, with `/`. */
export function pathForPolicy(file: string, { base, cwd }: { readonly base: string; readonly cwd: string }): string {
  return relative(base, resolve(cwd, file)).replaceAll(sep, '/')
}
