/** Asked for at once; the embedded engine answers others between. */
const TOGETHER = 10_000

/** So many entries of an index that stand side by side are read sooner than one is looked up. */
const SIDE_BY_SIDE = 4

/** Ids to be asked for: between two, all of them or a few. */
export interface IdRange {
  readonly from: number
  readonly to: number
  /** null: whatever is between them may be told too. */
  readonly only: readonly number[] | null
}

/** Many ids in parts. Where nearly all that stand between two are asked for, they are read as they stand. */
export function idRanges(ids: readonly number[]): readonly IdRange[] {
  const sorted = Int32Array.from(ids).sort()
  const ranges: IdRange[] = []
  for (let start = 0; start < sorted.length; start += TOGETHER) {
    const part = sorted.subarray(start, start + TOGETHER)
    const [from, to] = [part[0] as number, part.at(-1) as number]
    ranges.push({ from, to, only: to - from < SIDE_BY_SIDE * part.length ? null : [...part] })
  }
  return ranges
}
