export interface PackFault {
  readonly source: string
  /** 1-based; 0 when the whole file is meant. */
  readonly line: number
  readonly column: number
  /** One sentence without full stop, safe to print. */
  readonly message: string
}

/** A pack or overlay is not what it must be; nothing of it is used. All faults at once. */
export class PackInvalid extends Error {
  override readonly name = 'PackInvalid'
  readonly faults: readonly PackFault[]

  constructor(faults: readonly PackFault[]) {
    const [first] = faults
    const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : ''
    super(first === undefined ? 'the pack is invalid' : `${first.source}:${first.line}:${first.column}: ${first.message}${more}`)
    this.faults = faults
  }
}
