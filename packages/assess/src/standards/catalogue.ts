/**
 * When a requirement is met, in findings of probes. A string is one term:
 * - `probe`: every finding is true · `not probe`: every finding is false
 * - `some probe`, `some not probe`: at least one is · `probe n/a`: every finding is not applicable
 * - `level id`: everything that the level asks for is fulfilled
 */
export type Rule = string | { readonly all: readonly Rule[] } | { readonly any: readonly Rule[] }

export interface Requirement {
  /** As the standard writes it; may stand once in each level. */
  readonly id: string
  /** Our own few words, not the standard's text. */
  readonly title: string
  readonly group: string
  /** Levels that ask for it, by id. */
  readonly levels: readonly string[]
  readonly category: 'MUST' | 'SHOULD' | 'SUGGESTED'
  /** Key of answers in files and links where it is not the id. */
  readonly field?: string
  readonly naAllowed?: boolean
  /** «Met» counts only with an address in its justification. */
  readonly metUrl?: boolean
  readonly metJustification?: boolean
  readonly naJustification?: boolean
  readonly met?: Rule
  readonly unmet?: Rule
  readonly na?: Rule
  /** How far the rules prove it. `high` stands against a human's answer, `medium` gives way to it. Default medium. */
  readonly confidence?: 'high' | 'medium'
  /** What to ask when the rules leave it open; default made of the title. */
  readonly question?: string
  /** What to do when it is not met, where no probe says it. */
  readonly advice?: string
  /** Ids of other frameworks, by their names. */
  readonly references?: Readonly<Record<string, readonly string[]>>
}

export interface Level {
  readonly id: string
  readonly title: string
}

/** A standard as data: a new one is a new file, no code. */
export interface Catalogue {
  readonly id: string
  readonly title: string
  readonly version: string
  /** Where the facts come from, with licence. */
  readonly source: { readonly repository: string; readonly commit: string; readonly licence: string; readonly note: string }
  /** From the lowest to the highest; each takes in those before it. */
  readonly levels: readonly Level[]
  readonly requirements: readonly Requirement[]
}
