/** An accepted finding: who accepts it, why, and until when. All texts are as in the configuration file; empty means "any". */
export interface Waiver {
  /** Advisory id or alias; `*` for every finding of the package. */
  readonly id: string
  /** purl, with or without version; a final `*` stands for the rest of the name. */
  readonly package: string
  /** Path pattern that all places of the finding must fit. */
  readonly path: string
  readonly reason: string
  readonly owner: string
  /** `YYYY-MM-DD`, the last day on which it applies. */
  readonly expires: string
  /** Label of OpenVEX when the reason is that the product is not affected at all; otherwise empty. */
  readonly justification: string
  /** File and line, as given by the user. */
  readonly source: string
  readonly line: number
}

/** Whether the waiver is over: the day after `expires` and later. */
export function isExpired({ expires }: Pick<Waiver, 'expires'>, today: string): boolean {
  return expires < today
}
