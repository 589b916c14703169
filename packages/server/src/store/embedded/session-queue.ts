/**
 * Who may talk to the one session of the embedded engine. Transactions have it alone, one after the other; single statements go in
 * between, all that wait before the next transaction, so that readers are never behind a row of writers.
 */
export class SessionQueue {
  #taken = false
  #statements: (() => void)[] = []
  readonly #transactions: (() => void)[] = []

  /** `post` hands its statement to the engine before it returns, so that nothing slips into a transaction that begins after it. */
  statement<T>(post: () => Promise<T>): Promise<T> {
    if (!this.#taken) return post()
    return new Promise((resolve, reject) => {
      this.#statements.push(() => void post().then(resolve, reject))
    })
  }

  async transaction<T>(work: () => Promise<T>): Promise<T> {
    if (this.#taken) await new Promise<void>((resolve) => void this.#transactions.push(resolve))
    this.#taken = true
    try {
      return await work()
    } finally {
      this.#release()
    }
  }

  #release(): void {
    const waiting = this.#statements
    this.#statements = []
    for (const post of waiting) post()
    const next = this.#transactions.shift()
    if (next === undefined) this.#taken = false
    // Handed over without being free in between.
    else next()
  }
}
