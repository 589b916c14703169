import { createHash } from 'node:crypto'

/** One row: each column as PostgreSQL's text, or null. */
export type TextRow = readonly (string | null)[]

const SIZE = 1n << 256n

/** A digest of a set of rows that does not depend on their order (which differs between servers): the sum of the rows' SHA-256. */
export class RowDigest {
  #sum = 0n
  #rows = 0

  add(row: TextRow): void {
    this.#sum += BigInt(`0x${createHash('sha256').update(JSON.stringify(row)).digest('hex')}`)
    this.#rows++
  }

  get rows(): number {
    return this.#rows
  }

  hex(): string {
    return (this.#sum % SIZE).toString(16).padStart(64, '0')
  }
}
