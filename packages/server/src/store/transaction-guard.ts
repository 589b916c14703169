import { AsyncLocalStorage } from 'node:async_hooks'

interface Inside {
  open: boolean
}

/**
 * Finds the mistake of using the database itself inside its own transaction: on the embedded engine it would wait for itself for
 * ever, on a server it would not see what the transaction did.
 */
export class TransactionGuard {
  readonly #inside = new AsyncLocalStorage<Inside>()

  /** Throws when the caller runs inside a transaction of this database that is still open. */
  check(): void {
    if (this.#inside.getStore()?.open === true) {
      throw new Error('the database was used inside its own transaction; use the transaction that was handed in')
    }
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    const inside: Inside = { open: true }
    try {
      return await this.#inside.run(inside, work)
    } finally {
      inside.open = false
    }
  }
}
