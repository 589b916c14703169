import { parseCommand } from './parse-command.ts'
import { here, literalAhead, looksAt, peek, skipBlanks, skipLines, take } from './shell-cursor.ts'
import type { ShellCursor } from './shell-cursor.ts'
import { readBodies } from './here-documents.ts'
import { ShellInvalid } from './shell-tree.ts'
import type { ShellCommand, ShellScript, ShellStatement } from './shell-tree.ts'

/**
 * Parses a shell script as bash reads it (POSIX.1-2024 §2.10 with bash's compound commands): the commands, their words and what
 * runs inside them. Linear in the text. Refuses with ShellInvalid what is not closed or cannot stand where it stands.
 */
export function parseShell(text: string): ShellScript {
  const plain = text.replaceAll('\r\n', '\n')
  const cursor: ShellCursor = { text: plain, at: 0, base: 0, depth: 0, bodies: [], statements, command: parseCommand }
  const found = statements(cursor, [])
  if (cursor.at < plain.length) throw new ShellInvalid(`${JSON.stringify(peek(cursor))} has nothing to follow`, here(cursor))
  const [open] = cursor.bodies
  if (open !== undefined) throw new ShellInvalid('a here-document is not closed', open.offset)
  return { text: plain, statements: found }
}

/** Statements up to a reserved word or a closing sign of `stops`, which stays unread, or the end. */
function statements(cursor: ShellCursor, stops: readonly string[]): readonly ShellStatement[] {
  const found: ShellStatement[] = []
  let separated = true
  for (;;) {
    if (skipLines(cursor, readBodies)) separated = true
    const char = peek(cursor)
    if (char === '') break
    if (stops.includes(char) && char === ')') break
    if (stops.includes(';;') && (looksAt(cursor, ';;') || looksAt(cursor, ';&'))) break
    if (stops.length > 0 && stops.includes(literalAhead(cursor))) break
    if (!separated) throw new ShellInvalid('commands are not separated', here(cursor))
    const statement = parseList(cursor)
    if (statement === null) throw new ShellInvalid(`${JSON.stringify(peek(cursor))} cannot begin a command`, here(cursor))
    found.push(statement)
    skipBlanks(cursor)
    separated = endOfStatement(cursor)
  }
  return found
}

function endOfStatement(cursor: ShellCursor): boolean {
  if (looksAt(cursor, ';;') || looksAt(cursor, ';&') || looksAt(cursor, '&&')) return false
  return take(cursor, ';') || take(cursor, '|&') || take(cursor, '&')
}

/** `a | b && c || d`, all left-associative. */
function parseList(cursor: ShellCursor): ShellStatement | null {
  let left = parsePipeline(cursor)
  for (;;) {
    skipBlanks(cursor)
    const operator = take(cursor, '&&') ? '&&' : take(cursor, '||') ? '||' : null
    if (left === null || operator === null) return left
    left = joined(cursor, operator, left, parsePipeline)
  }
}

function parsePipeline(cursor: ShellCursor): ShellStatement | null {
  skipBlanks(cursor)
  if (literalAhead(cursor) === '!') {
    cursor.at++
    skipBlanks(cursor)
    if (';&|)\n'.includes(peek(cursor))) throw new ShellInvalid('"!" negates nothing', here(cursor))
  }
  let left = parseCommand(cursor)
  for (;;) {
    skipBlanks(cursor)
    if (left === null || looksAt(cursor, '||')) return left
    const operator = take(cursor, '|&') ? '|&' : take(cursor, '|') ? '|' : null
    if (operator === null) return left
    left = joined(cursor, operator, left, parseCommand)
  }
}

type Operator = Extract<ShellCommand, { kind: 'binary' }>['operator']

function joined(
  cursor: ShellCursor,
  operator: Operator,
  left: ShellStatement,
  next: (cursor: ShellCursor) => ShellStatement | null,
): ShellStatement {
  const at = cursor.at
  skipLines(cursor, readBodies)
  const right = next(cursor)
  if (right === null) throw new ShellInvalid(`"${operator}" must be followed by a command`, at)
  const command: ShellCommand = { kind: 'binary', offset: left.offset, operator, left, right }
  return { offset: left.offset, end: right.end, command, redirects: [] }
}
