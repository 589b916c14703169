/** What people say to one requirement. */
export interface Answer {
  readonly status: 'Met' | 'Unmet' | 'N/A'
  readonly justification: string
  /** File, or other source, of the answer. */
  readonly source: string
  /** 1-based line in the source. */
  readonly line?: number
}

/** Answers by the requirement's field in lower case. A `?` is no answer. */
export type Answers = ReadonlyMap<string, Answer>
