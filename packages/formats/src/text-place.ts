export interface TextPlace {
  /** 1-based. */
  readonly line: number
  /** 1-based, in UTF-16 code units. */
  readonly column: number
}

/** Place of one offset; linear in the offset. For many offsets of one text use `textPlaces`. */
export function textPlace(text: string, offset: number): TextPlace {
  let line = 1
  let start = 0
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) {
    line++
    start = at + 1
  }
  return { line, column: offset - start + 1 }
}

/** As `textPlaces`, for offsets that are asked in their order: it goes on from the last one. From the first that is not, it is `textPlaces`. */
export function textPlacesInOrder(text: string): (offset: number) => TextPlace {
  let line = 1
  let start = 0
  let next = text.indexOf('\n')
  let indexed: ((offset: number) => TextPlace) | undefined
  return (offset) => {
    if (offset < start) indexed ??= textPlaces(text)
    if (indexed !== undefined) return indexed(offset)
    while (next !== -1 && next < offset) {
      line++
      start = next + 1
      next = text.indexOf('\n', start)
    }
    return { line, column: offset - start + 1 }
  }
}

/** Indexes the lines of a text once; the returned function finds the place of an offset in logarithmic time. */
export function textPlaces(text: string): (offset: number) => TextPlace {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return (offset) => {
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 }
  }
}
