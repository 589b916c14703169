/** What a statement can be given; no objects, so that nothing is taken for what it is not. */
export type SqlValue = string | number | bigint | boolean | Date | Uint8Array | null | undefined | readonly SqlValue[]

/** Collects the values of one statement; `add` gives the place holder. Texts of a statement are only ever ours. */
export interface Parameters {
  readonly values: readonly SqlValue[]
  add(value: SqlValue): string
}

export function parameters(): Parameters {
  const values: SqlValue[] = []
  return {
    values,
    add: (value) => {
      values.push(value)
      return `$${values.length}`
    },
  }
}
