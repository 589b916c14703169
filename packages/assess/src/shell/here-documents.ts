import { quotedParts } from './parse-word.ts'
import type { ShellCursor } from './shell-cursor.ts'
import { ShellInvalid } from './shell-tree.ts'

/** Reads the bodies that wait, the cursor at the start of a line (POSIX.1-2024 §2.7.4). */
export function readBodies(cursor: ShellCursor): void {
  for (let body = cursor.bodies.shift(); body !== undefined; body = cursor.bodies.shift()) {
    const start = cursor.at
    let end = -1
    for (let at = start; at <= cursor.text.length;) {
      const found = cursor.text.indexOf('\n', at)
      const lineEnd = found === -1 ? cursor.text.length : found
      const line = cursor.text.slice(at, lineEnd)
      if ((body.stripTabs ? line.replace(/^\t+/, '') : line) === body.stop) {
        end = at
        // The line break behind the stop line stays, it ends the statement.
        cursor.at = lineEnd
        break
      }
      if (found === -1) break
      at = lineEnd + 1
    }
    if (end === -1) throw new ShellInvalid('a here-document is not closed', body.offset)
    const text = cursor.text.slice(start, end)
    body.redirect.body = body.quoted ? [{ kind: 'single', text }] : parts(cursor, text, start)
  }
}

function parts(cursor: ShellCursor, text: string, start: number): ReturnType<typeof quotedParts> {
  return quotedParts({ ...cursor, text, at: 0, base: cursor.base + start, bodies: [] }, '')
}
