/**
 * What could not be done with one input. `incomplete` lowers the verdict (exit 3 unless the user allows it),
 * `note` only informs.
 */
export type ProblemEffect = 'incomplete' | 'note'

/**
 * - `unreadable`: the operating system refused, or the file vanished
 * - `malformed`: not the format its name says; truncated; invalid UTF-8
 * - `unsupported-version`: newer or unknown version of a known format
 * - `unsupported-content`: a part of the file that cupel does not understand
 * - `limit-exceeded`: size, depth, count, ratio or time over the limit
 * - `entries-lost`: the file has entries that gave neither a component nor a stated skip
 * - `version-unpinned`: a dependency is named but no version of it is known, so it cannot be matched
 * - `name-invalid`: an entry's name or version cannot be a package of its ecosystem
 * - `ecosystem-not-covered`: no advisory data for this ecosystem in the index in use
 * - `unsafe-path`: a link or an entry name that leaves the target; not followed
 * - `include-missing`: a file that the input refers to is not there
 * - `version-uncomparable`: the advisory's range cannot be evaluated for this version
 * - `left-out`: the user asked for a part only, what that left out; or something that the target only names
 * - `waiver-expired`, `waiver-unused`: a waiver of the configuration that no longer applies, or that nothing needs
 * - `internal`: an extractor failed on this input; a bug worth reporting
 */
export type ProblemCode =
  | 'unreadable'
  | 'malformed'
  | 'unsupported-version'
  | 'unsupported-content'
  | 'limit-exceeded'
  | 'entries-lost'
  | 'version-unpinned'
  | 'name-invalid'
  | 'ecosystem-not-covered'
  | 'unsafe-path'
  | 'include-missing'
  | 'version-uncomparable'
  | 'left-out'
  | 'waiver-expired'
  | 'waiver-unused'
  | 'internal'

/** Something that could not be read, matched or understood. It travels beside the results and ends in every report. */
export interface Problem {
  readonly code: ProblemCode
  readonly effect: ProblemEffect
  /** Relative to the target, with `/`; empty when it concerns the whole run. */
  readonly path: string
  readonly line?: number
  /** One sentence, no trailing full stop, no control characters of the input. */
  readonly detail: string
  /** What the user can do. */
  readonly hint?: string
  /** Extractor, format or stage id. */
  readonly by?: string
}
