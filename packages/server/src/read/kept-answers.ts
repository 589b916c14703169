import type { Queryable } from '../store/database.ts'
import type { Parameters } from './parameters.ts'
import type { Picture } from './picture.ts'

/** What a question was answered with, by store, for a while: for what costs as much as all there is, and hardly changes meanwhile. */
export class KeptAnswers<T> {
  readonly #ms: number
  readonly #most: number
  readonly #stores = new WeakMap<Queryable, Map<string, { readonly until: number; readonly answer: T }>>()

  /** `most`: so many answers a store, all let go together. */
  constructor(ms: number, most = 1000) {
    this.#ms = ms
    this.#most = most
  }

  get(db: Queryable, { now }: Picture, question: string): T | undefined {
    const found = this.#stores.get(db)?.get(question)
    return found !== undefined && found.until > now.getTime() ? found.answer : undefined
  }

  set(db: Queryable, { now }: Picture, question: string, answer: T): void {
    const here = this.#stores.get(db) ?? new Map<string, { readonly until: number; readonly answer: T }>()
    this.#stores.set(db, here)
    here.delete(question)
    if (here.size >= this.#most) here.clear()
    here.set(question, { until: now.getTime() + this.#ms, answer })
  }
}

/** A statement with its values as text; the same now as a moment ago. */
export function questionOf({ now }: Picture, sql: string, { values }: Parameters): string {
  return JSON.stringify([sql, values.map((value) => (value instanceof Date && value.getTime() === now.getTime() ? 'now' : value))])
}
