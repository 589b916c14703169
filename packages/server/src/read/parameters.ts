/** Collects the values of one statement; `add` gives the place holder. Texts of a statement are only ever ours. */
export interface Parameters {
  readonly values: readonly unknown[]
  add(value: unknown): string
}

export function parameters(): Parameters {
  const values: unknown[] = []
  return {
    values,
    add: (value) => {
      values.push(value)
      return `$${values.length}`
    },
  }
}
