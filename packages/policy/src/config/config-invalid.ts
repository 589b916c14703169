export interface ConfigFault {
  /** 1-based; 0 when the whole file is meant. */
  readonly line: number
  /** One sentence without full stop, safe to print. */
  readonly message: string
}

/** The configuration is not what it must be. All faults at once, in the order of the file: nobody likes to find them one by one. */
export class ConfigInvalid extends Error {
  override readonly name = 'ConfigInvalid'
  readonly faults: readonly ConfigFault[]
  /** File as the user gave it. */
  readonly source: string

  constructor(source: string, faults: readonly ConfigFault[]) {
    const [first] = faults
    const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : ''
    super(`${source}${first && first.line > 0 ? `:${first.line}` : ''}: ${first?.message ?? 'invalid'}${more}`)
    this.faults = faults
    this.source = source
  }
}
