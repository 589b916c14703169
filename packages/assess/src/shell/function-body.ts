import { readBodies } from './here-documents.ts'
import { skipLines } from './shell-cursor.ts'
import type { ShellCursor } from './shell-cursor.ts'
import { ShellInvalid } from './shell-tree.ts'
import type { ShellStatement } from './shell-tree.ts'

/** The command that a function's head is followed by. */
export function bodyOf(cursor: ShellCursor): ShellStatement {
  const at = cursor.at
  skipLines(cursor, readBodies)
  const body = cursor.command(cursor)
  if (body === null) throw new ShellInvalid('a function has no body', at)
  return body
}
