import type { TransactionOptions } from './database.ts'

/** The statement that opens a transaction with these properties. */
export function transactionStart({ isolation, readOnly }: TransactionOptions): string {
  const level = isolation === undefined ? '' : ` ISOLATION LEVEL ${isolation.toUpperCase()}`
  return `BEGIN${level}${readOnly === true ? ' READ ONLY' : ''}`
}
