import { asArray, asObject, asString } from '../encoding/json-value.ts'
import type { GitObjectInput } from '../git/verify-git-object.ts'
import { Refused } from '../verdict/refused.ts'
import type { Trace } from '../verdict/trace.ts'
import type { GittufPrincipal } from './gittuf-principal.ts'
import type { VerifiedGittufPolicy } from './gittuf-policy.ts'
import type { GittufSignerQuery } from './signer-of-gittuf-object.ts'
import { signerOfGittufObject } from './signer-of-gittuf-object.ts'
import type { VerifiedGittufEnvelope } from './verify-gittuf-envelope.ts'
import { signersOfGittufEnvelope, verifyGittufEnvelope } from './verify-gittuf-envelope.ts'

/** A change of a ref that the log records, and who spoke for it. */
export interface RefChange {
  readonly ref: string
  /** What the ref pointed at before; all zeros for a new ref. */
  readonly fromId: string
  /** Tree of the commit it points at now, of a tag its commit: what approvals are for. */
  readonly treeId: string
  /** Envelopes of code review apps on this change, by app. */
  readonly approvals: readonly { readonly app: string; readonly envelope: Uint8Array }[]
  /** Envelopes by which principals themselves authorise this change. */
  readonly authorizations?: readonly Uint8Array[]
}

export interface ChangeQuery extends GittufSignerQuery {
  readonly policy: VerifiedGittufPolicy
}

/** Names of those whom a code review app, trusted by the root, says to have approved. */
type Approver = readonly [app: string, name: string]

/** Who stands behind one change. What apps say of it is verified once, however many rules ask. */
export class ChangeEvidence {
  readonly #change: RefChange
  readonly #query: ChangeQuery
  readonly #behind = new Map<readonly GittufPrincipal[], Map<string, ReadonlySet<string>>>()
  #approvers: readonly Approver[] | undefined

  constructor(change: RefChange, query: ChangeQuery) {
    this.#change = change
    this.#query = query
  }

  /**
   * Ids of those principals who signed `object` (the entry of the log, or a commit of the change), authorised the change, or approved it
   * in a code review. Everybody counts once, and so does every key.
   */
  behind(object: GitObjectInput, principals: readonly GittufPrincipal[], trace: Trace): ReadonlySet<string> {
    const known = this.#behind.get(principals) ?? new Map<string, ReadonlySet<string>>()
    this.#behind.set(principals, known)
    const found = known.get(object.id) ?? this.#find(object, principals, trace)
    known.set(object.id, found)
    return found
  }

  #find(object: GitObjectInput, principals: readonly GittufPrincipal[], trace: Trace): ReadonlySet<string> {
    const found = new Set<string>()
    const used = new Set<string>()
    const signed = trace.attempt('entry', `the ${object.type} is signed by one of them`, (step) =>
      signerOfGittufObject(object, principals, this.#query, step),
    )
    if ('value' in signed) {
      found.add(signed.value.principal.id)
      used.add(signed.value.keyMaterial)
    }
    for (const envelope of this.#change.authorizations ?? []) {
      const rest = principals.filter(({ id }) => !found.has(id))
      const tried = trace.attempt('authorization', 'the change is authorised by some of them', (step) =>
        this.#authorizedBy(envelope, rest, { used, step }),
      )
      if ('refused' in tried) continue
      for (const id of tried.value.signedBy) found.add(id)
      // Whoever has one key of two principals is one, in a second authorisation too.
      for (const key of tried.value.keys) used.add(key)
    }
    for (const [app, name] of this.#approversOf(trace)) {
      const principal = principals.find(({ identities }) => identities.get(app) === name)
      if (principal !== undefined) found.add(principal.id)
    }
    return found
  }

  #authorizedBy(
    envelope: Uint8Array,
    principals: readonly GittufPrincipal[],
    { used, step }: { readonly used: ReadonlySet<string>; readonly step: Trace },
  ): Pick<VerifiedGittufEnvelope, 'signedBy' | 'keys'> {
    const { payload, signedBy, keys } = signersOfGittufEnvelope(envelope, principals, { trust: this.#query.trust, trace: step, used })
    const predicate = asObject(payload['predicate'], 'predicate')
    const type = payload['predicate_type'] ?? payload['predicateType']
    if (type === AUTHORIZATION_1) this.#requireAbout([predicate['targetRef'], predicate['fromRevisionID'], predicate['targetTreeID']])
    else if (type === AUTHORIZATION_2) this.#requireAbout([predicate['targetRef'], predicate['fromID'], predicate['targetID']])
    else
      throw new Refused('unsupported-version', 'the authorisation is of a version that is not known', { found: String(type).slice(0, 200) })
    return { signedBy, keys }
  }

  #approversOf(trace: Trace): readonly Approver[] {
    this.#approvers ??= this.#change.approvals.flatMap(({ app, envelope }) => {
      const role = this.#query.policy.root.apps.get(app)
      if (role === undefined) return []
      const tried = trace.attempt('approval', `${app} vouches for approvals`, (step) => {
        const { payload } = verifyGittufEnvelope(envelope, { ...role, trust: this.#query.trust }, step)
        const predicate = asObject(payload['predicate'], 'predicate')
        this.#requireAbout([predicate['targetRef'], predicate['fromRevisionID'], predicate['targetTreeID']])
        // A dismissal takes the name out of this list; who approved anew stands in both, so the other one says nothing here.
        return asArray(predicate['approvers'], 'approvers').map((name): Approver => [app, asString(name, 'an approver')])
      })
      return 'value' in tried ? tried.value : []
    })
    return this.#approvers
  }

  #requireAbout(about: readonly unknown[]): void {
    const wanted = [this.#change.ref, this.#change.fromId, this.#change.treeId]
    if (this.#change.treeId !== '' && about.every((value, at) => value === wanted[at])) return
    throw new Refused('subject-mismatch', 'the approval is for another change', { expected: wanted.join(' '), found: about.join(' ') })
  }
}

const AUTHORIZATION_1 = 'https://gittuf.dev/reference-authorization/v0.1'
const AUTHORIZATION_2 = 'https://gittuf.dev/reference-authorization/v0.2'
