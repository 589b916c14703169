import { printable } from '@cupel/formats'

const MAX_LENGTH = 200

/** Text of a scanned file fit for a message: safe to print and not longer than a line or two. */
export function brief(text: string): string {
  return printable(text.length > MAX_LENGTH ? text.slice(0, MAX_LENGTH - 1) + '…' : text)
}
