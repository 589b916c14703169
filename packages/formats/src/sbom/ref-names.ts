/** Gives every component of a document its own ref, also where the document gives none or the same twice. */
export class RefNames {
  /** By what they say, so that whoever reads one elsewhere can keep the one that is here. */
  readonly taken = new Map<string, string>()
  readonly #next = new Map<string, number>()

  /** The wanted name when it is free, otherwise the name with the next free number behind it. */
  take(wanted: string): string {
    const base = wanted || 'component'
    let ref = base
    let number = this.#next.get(base) ?? 2
    while (this.taken.has(ref)) ref = `${base}#${number++}`
    if (ref !== base) this.#next.set(base, number)
    this.taken.set(ref, ref)
    return ref
  }
}
