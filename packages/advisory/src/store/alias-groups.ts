/** Ids that are one problem, put together by what records state (OSV `aliases`: symmetric and transitive). */
export class AliasGroups {
  readonly #parents = new Map<string, string>()
  readonly #stated = new Map<string, Set<string>>()

  /** Takes the statement of a record that some ids are aliases of its own. */
  state(id: string, aliases: readonly string[]): void {
    const own = this.#stated.get(id)
    if (own === undefined) this.#stated.set(id, new Set(aliases))
    else for (const alias of aliases) own.add(alias)
    for (const alias of aliases) this.#join(id, alias)
  }

  /**
   * Groups, each sorted, that some record does not state in full itself: only for these is there anything to look up.
   * `isRecord` tells whether a record of this id may exist.
   */
  incomplete(isRecord: (id: string) => boolean): readonly (readonly string[])[] {
    const groups = new Map<string, string[]>()
    for (const id of this.#parents.keys()) {
      const root = this.#rootOf(id)
      const group = groups.get(root)
      if (group === undefined) groups.set(root, [id])
      else group.push(id)
    }
    const found = [...groups.values()].filter((group) => group.some((id) => this.#isIncomplete(id, group, isRecord)))
    return found.map((group) => group.toSorted())
  }

  #isIncomplete(id: string, group: readonly string[], isRecord: (id: string) => boolean): boolean {
    const stated = this.#stated.get(id)
    if (stated !== undefined) return stated.size + (stated.has(id) ? 0 : 1) < group.length
    return isRecord(id)
  }

  #join(a: string, b: string): void {
    const [rootA, rootB] = [this.#rootOf(a), this.#rootOf(b)]
    if (rootA !== rootB) this.#parents.set(rootB, rootA)
  }

  #rootOf(id: string): string {
    const known = this.#parents.get(id)
    if (known === undefined) {
      this.#parents.set(id, id)
      return id
    }
    let root = known
    for (let next = this.#parents.get(root)!; next !== root; next = this.#parents.get(root)!) root = next
    for (let at = id; at !== root;) {
      const next = this.#parents.get(at)!
      this.#parents.set(at, root)
      at = next
    }
    return root
  }
}
