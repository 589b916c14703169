import type { Database } from '../store/database.ts'

/** What is kept of a version. */
export interface SeenVersion {
  readonly id: number
  /** It has licences. */
  readonly licensed: boolean
  /** `hashKey` of hashes that are kept of it; `0`: of none is known that they are. */
  readonly hashes: string
}

const HALF = 32_768

const stores = new WeakMap<Database, SeenVersions>()

/**
 * Versions that this process has met in the store, the latest some ten thousands: most documents tell of what others told before. Ids are
 * for ever, and licences and hashes are never taken away, so that what was true of a row stays true.
 */
export class SeenVersions {
  #young = new Map<string, SeenVersion>()
  #old: ReadonlyMap<string, SeenVersion> = new Map()

  /**
   * Those of a store. null: it is no store of this process alone. Where a server fails over to one that had not received everything, an
   * id of before may come to be another version's, and a set that holds it would be matched with what is wrong with something else.
   */
  static of(db: Database): SeenVersions | null {
    if (db.engine !== 'embedded') return null
    const known = stores.get(db) ?? new SeenVersions()
    stores.set(db, known)
    return known
  }

  get(key: string): SeenVersion | undefined {
    const young = this.#young.get(key)
    if (young !== undefined) return young
    const old = this.#old.get(key)
    if (old !== undefined) this.add(key, old)
    return old
  }

  /** What was read from the store, and not in a transaction that may yet be undone. */
  add(key: string, version: SeenVersion): void {
    if (this.#young.size >= HALF) [this.#old, this.#young] = [this.#young, new Map()]
    this.#young.set(key, version)
  }
}
