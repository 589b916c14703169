import type { CvssRating, ExploitPrediction, AdvisoryKind, IndexState, KnownExploited, OsvAffected, Severity } from '@cupel/model'

/** Where a record lives in the index. Opaque: it is only handed back to the index that gave it, and `===` means the same record. */
export interface RecordRef {
  readonly ecosystem: string
  readonly segment: number
  readonly ordinal: number
}

/** One advisory that names the looked-up package, with the parts of it that speak about this package only. */
export interface AdvisoryEntry {
  readonly ref: RecordRef
  readonly affected: readonly OsvAffected[]
}

/** The facts of one record as its source states them, before aliases are merged. Empty strings stand for "not stated". */
export interface AdvisoryRecord {
  readonly id: string
  readonly kind: AdvisoryKind
  /** Ids the record itself calls the same problem. */
  readonly aliases: readonly string[]
  /** Ids of the problems a distribution's record is about (OSV `upstream`); not aliases. */
  readonly upstream: readonly string[]
  readonly summary: string
  /** RFC 3339. */
  readonly published: string
  readonly modified: string
  /** RFC 3339; a withdrawn record is kept for questions by id and never found by look-up of a package. */
  readonly withdrawn: string
  readonly cvss: readonly CvssRating[]
  /** What the source says in words when it says so; `unknown` otherwise. */
  readonly severity: Severity
  readonly cwes: readonly string[]
  /** OSV ecosystem folder the record came in. */
  readonly ecosystem: string
}

/** The prose of one record, for people. */
export interface AdvisoryText {
  readonly summary: string
  /** Beginning of the details; `truncated` tells whether there is more at the source. */
  readonly details: string
  readonly truncated: boolean
  readonly references: readonly string[]
  /** Packages named, `ecosystem/name`; at most some dozens. */
  readonly packages: readonly string[]
}

/** What is known about exploitation of the problem with these ids. */
export interface Signals {
  readonly kev: KnownExploited | null
  readonly epss: ExploitPrediction | null
}

/** Advisory data, opened for reading. Synchronous. Throws CupelError when a file turns out to be damaged, and never half-answers. */
export interface AdvisoryIndex {
  readonly state: IndexState
  /**
   * Whether this ecosystem's data is here, so that finding nothing says something; for a distribution with a release (`Debian:12`),
   * that release's. Look-ups may find some few advisories of an ecosystem that is not covered.
   */
  covers(ecosystem: string): boolean
  /** All live advisories that name the package; the release of a distribution and its records without release together. */
  lookup(ecosystem: string, name: string): readonly AdvisoryEntry[]
  record(ref: RecordRef): AdvisoryRecord
  /** All ids of the same problem over all sources, sorted, `id` among them. Without the index's alias links, only those the record states. */
  group(record: AdvisoryRecord): readonly string[]
  /** Whether an id that live records name is one whose own records were all withdrawn. */
  isWithdrawn(id: string): boolean
  signals(ids: readonly string[]): Signals
  /** Records with this id or alias, in all ecosystems, withdrawn ones too. */
  recordsById(id: string): readonly RecordRef[]
  text(ref: RecordRef): AdvisoryText
  close(): void
}
