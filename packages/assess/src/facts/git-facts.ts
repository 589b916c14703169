/** A name and an address as a commit states them: claims, not proof. */
export interface Person {
  readonly name: string
  readonly email: string
}

/** Kind of a signature found on a commit or a tag, and whether it was verified by the caller. */
export interface ObjectSignature {
  readonly kind: 'none' | 'openpgp' | 'ssh' | 'x509'
  readonly state: 'absent' | 'present' | 'verified' | 'refused'
  /** Key or certificate, when verified. */
  readonly signer?: string
}

/** One commit of the default branch's history. */
export interface CommitFact {
  readonly id: string
  readonly parents: readonly string[]
  readonly author: Person
  readonly committer: Person
  /** RFC 3339 in UTC. */
  readonly authoredAt: string
  readonly committedAt: string
  readonly subject: string
  readonly body: string
  /** `Key: value` lines of the last paragraph, keys in lower case. */
  readonly trailers: readonly (readonly [key: string, value: string])[]
  readonly signature: ObjectSignature
  /** Paths it changed against its first parent; absent when not asked for or over the limit. */
  readonly paths?: readonly string[]
}

/** One tag; a lightweight one has the date of its commit. */
export interface TagFact {
  readonly name: string
  readonly commit: string
  /** RFC 3339 in UTC. */
  readonly date: string
  readonly annotated: boolean
  readonly message: string
  readonly signature: ObjectSignature
}

/** What the clone's history shows. */
export interface GitFacts {
  /** Commit that was assessed. */
  readonly head: string
  /** Newest first by first-parent then date; cut at the limit given to gathering. */
  readonly commits: readonly CommitFact[]
  /** All commits reachable from head; equals `commits.length` unless cut. */
  readonly commitCount: number
  /** The clone does not hold the whole history: counts are lower bounds and the first commit is not known. */
  readonly shallow: boolean
  readonly tags: readonly TagFact[]
  /** Remotes' URLs without credentials. */
  readonly remotes: readonly string[]
}
