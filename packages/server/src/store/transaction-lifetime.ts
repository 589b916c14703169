import type { Transaction } from './database.ts'
import { SqlError } from './store-fault.ts'

/** A transaction while it is open, and what ends it. */
export interface TransactionLifetime {
  readonly transaction: Transaction
  /** Rejects when nothing was asked of it for too long; never resolves. */
  readonly idle: Promise<never>
  /** Nothing may be asked of it from now on: the session is somebody else's. */
  end(): void
}

/** Watches over the use of a transaction: it must not be left open by work that hangs, nor be used after its end. */
export function transactionLifetime(inner: Transaction, idleMs: number): TransactionLifetime {
  let over = false
  let running = 0
  let timer: NodeJS.Timeout | undefined
  let expire: (error: Error) => void = () => {}
  const idle = new Promise<never>((_, reject) => void (expire = reject))
  // Nobody may be waiting for it any more.
  idle.catch(() => {})
  const rest = (): void => {
    timer = setTimeout(
      () => expire(new SqlError(`the transaction did nothing for ${idleMs} ms and was rolled back`, { code: '25P03' })),
      idleMs,
    )
    timer.unref()
  }
  async function watched<T>(ask: () => Promise<T>): Promise<T> {
    if (over) throw new Error('the transaction was used after its end')
    clearTimeout(timer)
    running++
    try {
      return await ask()
    } finally {
      running--
      if (!over && running === 0) rest()
    }
  }
  rest()
  return {
    transaction: {
      query: (sql, parameters) => watched(() => inner.query(sql, parameters)),
      run: (sql, parameters) => watched(() => inner.run(sql, parameters)),
      script: (sql) => watched(() => inner.script(sql)),
    },
    idle,
    end() {
      over = true
      clearTimeout(timer)
    },
  }
}
