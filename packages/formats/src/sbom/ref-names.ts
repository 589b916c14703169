/** Gives every component of a document its own ref, also where the document gives none or the same twice. */
export class RefNames {
  readonly taken = new Set<string>()
  readonly #next = new Map<string, number>()

  /** The wanted name when it is free, otherwise the name with the next free number behind it. */
  take(wanted: string): string {
    const base = wanted || 'component'
    let ref = base
    let number = this.#next.get(base) ?? 2
    while (this.taken.has(ref)) ref = `${base}#${number++}`
    this.#next.set(base, number)
    this.taken.add(ref)
    return ref
  }
}
