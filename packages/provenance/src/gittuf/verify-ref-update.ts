import type { GitCommit } from '@cupel/source'
import { asArray, asObject, asString } from '../encoding/json-value.ts'
import type { GitTrust } from '../git/git-trust.ts'
import { verifyGitObject } from '../git/verify-git-object.ts'
import type { GitSigner } from '../git/verify-git-object.ts'
import { readPgpKeyring } from '../openpgp/keyring.ts'
import { readAllowedSigners } from '../ssh/allowed-signers.ts'
import { matchesPattern } from '../ssh/match-pattern.ts'
import { keyReader } from '../ssh/ssh-public-key.ts'
import { Refused } from '../verdict/refused.ts'
import type { Trace } from '../verdict/trace.ts'
import type { GittufKey, GittufPrincipal } from './gittuf-principal.ts'
import type { GittufRule, VerifiedGittufPolicy } from './gittuf-policy.ts'
import type { GittufTrust } from './verify-gittuf-envelope.ts'
import { verifyGittufEnvelope } from './verify-gittuf-envelope.ts'

/** A change of a ref that the log records. */
export interface RefUpdate {
  /** The commit of the log entry. */
  readonly commit: GitCommit
  readonly ref: string
  /** What the ref pointed at before; all zeros for a new ref. */
  readonly fromId: string
  /** Tree of the commit it points at now; approvals are for trees. */
  readonly treeId: string
  /** Envelopes of code review apps on this change, by app. */
  readonly approvals: readonly { readonly app: string; readonly envelope: Uint8Array }[]
}

/** A change of a ref that the policy of its time allows. */
export interface VerifiedRefUpdate {
  readonly entryId: string
  readonly ref: string
  /** null: no rule protects the ref. */
  readonly rule: string | null
  /** Principals that stand behind it: who recorded it and who approved it. */
  readonly by: readonly string[]
}

export interface RefUpdateQuery {
  readonly policy: VerifiedGittufPolicy
  readonly trust: GittufTrust
  readonly now: Date
}

/** Verifies that enough principals of one of the rules for a ref stand behind a change of it. */
export function verifyRefUpdate(update: RefUpdate, { policy, trust, now }: RefUpdateQuery, trace: Trace): VerifiedRefUpdate {
  const rules = policy.rules.filter((rule) => rule.paths.some((path) => matchesPattern(`git:${update.ref}`, path)))
  const base = { entryId: update.commit.id, ref: update.ref }
  if (rules.length === 0) {
    trace.skip('rule', 'a rule allows the change', 'no rule protects the ref')
    return { ...base, rule: null, by: [] }
  }
  let last: Refused | undefined
  for (const rule of rules) {
    const tried = trace.attempt('rule', `the rule ${rule.name} allows the change`, (step) => {
      const by = new Set([...recordedBy(update, rule, { trust, now, step }), ...approvedBy(update, rule, { policy, trust, step })])
      if (rule.threshold < 1 || by.size < rule.threshold)
        throw new Refused('threshold-not-met', 'too few of those the rule names stand behind the change', {
          expected: `${rule.threshold} of ${rule.principals.map(({ id }) => id).join(', ')}`,
          found: [...by].join(', ') || 'nobody',
        })
      return [...by]
    })
    if ('value' in tried) return { ...base, rule: rule.name, by: tried.value }
    last = tried.refused
    if (rule.terminating) break
  }
  throw last ?? new Refused('rule-violated', 'no rule allows the change')
}

function recordedBy(
  { commit }: RefUpdate,
  rule: GittufRule,
  { trust, now, step }: { readonly trust: GittufTrust; readonly now: Date; readonly step: Trace },
): readonly string[] {
  const made = step.attempt('entry', 'the log entry is signed by one of them', (inner) =>
    signerOfEntry(commit, rule.principals, { trust, now }, inner),
  )
  return 'value' in made ? [made.value] : []
}

/** Id of the principal who signed an entry of the log. Refuses an entry that none of them signed. */
export function signerOfEntry(
  { id, raw }: GitCommit,
  principals: readonly GittufPrincipal[],
  { trust, now }: { readonly trust: GittufTrust; readonly now: Date },
  trace: Trace,
): string {
  const made = verifyGitObject({ id, type: 'commit', raw }, gitTrustOf(principals, { trust, now }), trace)
  // Principals may share a key; one signature is still that of one of them.
  const signer = principals.find(({ keys }) => keys.some((key) => isKeyOf(made.signer, key)))
  if (signer === undefined) throw new Refused('signer-unknown', 'the log entry is signed by none of the principals')
  return signer.id
}

function approvedBy(
  update: RefUpdate,
  rule: GittufRule,
  { policy, trust, step }: { readonly policy: VerifiedGittufPolicy; readonly trust: GittufTrust; readonly step: Trace },
): readonly string[] {
  return update.approvals.flatMap(({ app, envelope }) => {
    const role = policy.root.apps.get(app)
    if (role === undefined) return []
    const tried = step.attempt('approval', `${app} vouches for approvals`, (inner) => {
      const { payload } = verifyGittufEnvelope(envelope, { ...role, trust }, inner)
      const predicate = asObject(payload['predicate'], 'predicate')
      const about = [predicate['targetRef'], predicate['fromRevisionID'], predicate['targetTreeID']]
      const wanted = [update.ref, update.fromId, update.treeId]
      if (about.some((value, at) => value !== wanted[at]))
        throw new Refused('subject-mismatch', 'the approval is for another change', { expected: wanted.join(' '), found: about.join(' ') })
      const approvers = asArray(predicate['approvers'], 'approvers').map((name) => asString(name, 'an approver'))
      // A dismissal takes the name out of this list; who approved anew stands in both, so the other one says nothing here.
      const named = approvers.map((name) => rule.principals.find(({ identities }) => identities.get(app) === name))
      return named.flatMap((principal) => (principal === undefined ? [] : [principal.id]))
    })
    return 'value' in tried ? tried.value : []
  })
}

function gitTrustOf(principals: readonly GittufPrincipal[], { trust, now }: { readonly trust: GittufTrust; readonly now: Date }): GitTrust {
  const keys = principals.flatMap((principal) => principal.keys)
  const lines = keys.flatMap((key) =>
    key.kind === 'ssh' ? [`${key.id} ${keyReader(key.blob).name()} ${key.blob.toString('base64')}`] : [],
  )
  const rings = keys.flatMap((key) => (key.kind === 'openpgp' ? [key.armour] : []))
  return {
    ssh: { signers: readAllowedSigners(lines.join('\n')) },
    openpgp: { keyring: readPgpKeyring(...rings), now },
    ...(trust.sigstore === undefined ? {} : { x509: { sigstore: trust.sigstore, requireProvenTime: true } }),
  }
}

function isKeyOf(signer: GitSigner, key: GittufKey): boolean {
  if (signer.kind === 'ssh') return key.kind === 'ssh' && key.id === signer.key
  if (signer.kind === 'openpgp') return key.kind === 'openpgp' && key.id.toLowerCase() === signer.key
  return key.kind === 'sigstore' && signer.names.includes(key.identity) && signer.issuer === key.issuer
}
