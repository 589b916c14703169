/** Ids that are one problem, put together by what records state (OSV `aliases`: symmetric and transitive). */
export class AliasGroups {
  readonly #parents = new Map<string, string>()
  readonly #stated = new Map<string, Set<string>>()

  /** Takes the statement of a record that some ids are aliases of its own. */
  state(id: string, aliases: readonly string[]): void {
    const own = this.#stated.get(id)
    if (own === undefined) this.#stated.set(id, new Set(aliases))
    else for (const alias of aliases) own.add(alias)
  }

  /**
   * Groups, each sorted, that some record does not state exactly so itself: only for these is there anything to look up.
   * `isRecord` tells whether a record of this id may exist. Ends the taking of statements.
   */
  incomplete(isRecord: (id: string) => boolean): readonly (readonly string[])[] {
    this.#joinStated()
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

  /** What a collection names is several problems: neither it nor a record that names it says that these are one. */
  #joinStated(): void {
    const collections = new Set([...this.#stated].filter(([id, aliases]) => isCollection(id, aliases)).map(([id]) => id))
    for (const [id, aliases] of this.#stated) {
      this.#rootOf(id)
      for (const alias of aliases) if (!collections.has(id) && !collections.has(alias)) this.#join(id, alias)
    }
  }

  #isIncomplete(id: string, group: readonly string[], isRecord: (id: string) => boolean): boolean {
    const stated = this.#stated.get(id)
    if (stated === undefined) return isRecord(id)
    return stated.size + (stated.has(id) ? 0 : 1) !== group.length || group.some((one) => one !== id && !stated.has(one))
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

/** A record that names several CVE ids is about several problems: a CVE id is one problem (CVE numbering rules, section 4.2). */
export function isCollection(id: string, aliases: ReadonlySet<string>): boolean {
  let cves = id.startsWith('CVE-') ? 1 : 0
  for (const alias of aliases) if (alias.startsWith('CVE-') && alias !== id) cves++
  return cves > 1
}
