import type { Database } from '../../packages/server/src/store/database.ts'
import { timed } from './timed.ts'

/** Adds up what each statement takes, for --trace. */
export function traced(db: Database): Database {
  const sums = new Map<string, [count: number, ms: number]>()
  const over = (inner: Pick<Database, 'query' | 'run'>): Pick<Database, 'query' | 'run'> => {
    const wrap =
      (name: 'query' | 'run') =>
      async (sql: string, parameters?: readonly unknown[]): Promise<never> => {
        let result: unknown
        const ms = await timed(async () => (result = await inner[name](sql, parameters)))
        const key = sql.replace(/\s+/g, ' ').slice(0, 110)
        const [count, sum] = sums.get(key) ?? [0, 0]
        sums.set(key, [count + 1, sum + ms])
        return result as never
      }
    return { query: wrap('query'), run: wrap('run') }
  }
  process.on('exit', () => {
    for (const [sql, [count, ms]] of [...sums].sort(([, a], [, b]) => b[1] - a[1]).slice(0, 40))
      console.log(`${ms.toFixed(0).padStart(8)} ms ${String(count).padStart(6)} × ${(ms / count).toFixed(2)}  ${sql}`)
  })
  return {
    ...db,
    ...over(db),
    transaction: (work, options) => db.transaction((transaction) => work({ ...transaction, ...over(transaction) }), options),
  }
}
