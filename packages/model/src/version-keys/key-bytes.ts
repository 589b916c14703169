/** End of a list: below every number. */
export const END = 0x01
/** First byte of numbers: tags from 0x00 to 0x0f stand below them, those from 0xf0 above. */
const SMALL = 0x10
const SMALL_LIMIT = 176
const MIDDLE = SMALL + SMALL_LIMIT
const MIDDLE_LIMIT = SMALL_LIMIT + 32 * 256
/** Plus the count of digits less 4. */
const LARGE = 0xe0
const LARGE_DIGITS = 15
/** Followed by the count of digits in two bytes. */
const HUGE = LARGE + LARGE_DIGITS - 3

/**
 * Bytes of a key as they are written. Each method's output is free of prefixes, so that what follows it never takes part
 * in the comparison before it is reached; unsigned comparison of the bytes is the comparison of what was written.
 */
export class KeyBytes {
  private readonly bytes: number[] = []

  byte(value: number): void {
    this.bytes.push(value)
  }

  /** A run of digits by value, of up to 65,535 digits; an empty run is zero. */
  number(digits: string): void {
    const significant = withoutLeadingZeros(digits)
    const count = significant.length
    const value = count < 5 ? Number(significant) : MIDDLE_LIMIT
    if (value < SMALL_LIMIT) this.bytes.push(SMALL + value)
    else if (value < MIDDLE_LIMIT) this.bytes.push(MIDDLE + ((value - SMALL_LIMIT) >> 8), (value - SMALL_LIMIT) & 255)
    else {
      if (count <= LARGE_DIGITS) this.bytes.push(LARGE + count - 4)
      else this.bytes.push(HUGE, count >> 8, count & 255)
      for (let at = 0; at < count; at += 2) this.bytes.push(Number(significant.slice(at, at + 2).padEnd(2, '0')))
    }
  }

  /** Numbers of which missing ones are zero (`1.0` = `1`), up to END. */
  numbers(list: readonly string[]): void {
    let count = list.length
    while (count > 0 && isZero(list[count - 1] ?? '')) count--
    for (let at = 0; at < count; at++) this.number(list[at] ?? '')
    this.bytes.push(END)
  }

  /** A text by UTF-16 code units, a longer one after its beginning. */
  text(text: string): void {
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at)
      if (code < 0xfe) this.bytes.push(code + 1)
      else this.wide(code)
    }
    this.bytes.push(0)
  }

  /** A code unit of 16 bits, above all single bytes. */
  wide(code: number): void {
    this.bytes.push(0xff, code >> 8, code & 255)
  }

  toKey(): Uint8Array {
    return Uint8Array.from(this.bytes)
  }
}

/** Whether the digits say zero, or nothing. */
export function isZero(digits: string): boolean {
  return withoutLeadingZeros(digits) === ''
}

function withoutLeadingZeros(digits: string): string {
  let start = 0
  while (start < digits.length && digits.charCodeAt(start) === 48) start++
  return digits.slice(start)
}
