/**
 * What a probe or a requirement came to. `unknown` says that the evidence could not be seen (`Missing` says why) and never counts
 * as `true` or `false`; `error` says that evidence is there and could not be understood.
 */
export type Outcome = 'true' | 'false' | 'not-applicable' | 'unknown' | 'error'

/**
 * Why something is unknown:
 * - `permission`: the forge answers, but not to these credentials; `detail` names the scope or role
 * - `history`: the clone is shallow, bare of commits, or not a repository
 * - `network`: it can only be asked over the network, and that was not allowed or failed
 * - `evidence`: a file or artifact that would have to be given (release assets, SBOM, answers)
 * - `declaration`: only people can say; it belongs into the questionnaire
 */
export interface Missing {
  readonly what: 'permission' | 'history' | 'network' | 'evidence' | 'declaration'
  /** One sentence without a full stop: what was looked for. */
  readonly detail: string
  /** What the user can do to have it answered. */
  readonly remedy: string
}

/** A fact that may not have been visible. */
export type Fact<T> = { readonly known: true; readonly value: T } | { readonly known: false; readonly missing: Missing }

/** Where a piece of evidence stands. At least one of `path`, `commit` and `url` is set. */
export interface Place {
  /** Relative to the assessed tree. */
  readonly path?: string
  /** 1-based. */
  readonly line?: number
  readonly endLine?: number
  readonly column?: number
  readonly commit?: string
  readonly url?: string
  /** At most 200 characters of the evidence, without control characters. */
  readonly snippet?: string
}

/** What someone can do about a `false`, concretely enough to be followed. */
export interface Remediation {
  readonly text: string
  readonly effort: 'low' | 'medium' | 'high'
  readonly link?: string
}
