import { readBodies } from './here-documents.ts'
import { bodyOf } from './function-body.ts'
import { arithmeticBody, parseWord } from './parse-word.ts'
import { endsWord, here, looksAt, nested, peek, skipBlanks, skipLines, take, takeWord } from './shell-cursor.ts'
import type { ShellCursor } from './shell-cursor.ts'
import { ShellInvalid } from './shell-tree.ts'
import type { ShellCommand, ShellStatement, ShellWord } from './shell-tree.ts'

type Child = ShellStatement | ShellWord

/** A compound command (POSIX.1-2024 §2.9.4, and bash's own) that `word` or a parenthesis begins; null when none does. */
export function parseCompound(cursor: ShellCursor, word: string): ShellCommand | null {
  const offset = here(cursor)
  const read = looksAt(cursor, '((')
    ? arithmeticCommand
    : peek(cursor) === '('
      ? subshell
      : Object.hasOwn(BY_WORD, word)
        ? BY_WORD[word]
        : undefined
  if (read === undefined) return null
  const children = nested(cursor, () => read(cursor, offset))
  return children === null ? null : { kind: 'compound', offset, children }
}

const BY_WORD: Readonly<Record<string, (cursor: ShellCursor, offset: number) => readonly Child[] | null>> = {
  '{': block,
  if: conditional,
  while: loop,
  until: loop,
  for: iteration,
  select: iteration,
  case: alternatives,
  function: declaration,
  time: timed,
  coproc: timed,
  '[[': test,
}

function block(cursor: ShellCursor, offset: number): readonly Child[] {
  cursor.at++
  const body = cursor.statements(cursor, ['}'])
  if (!takeWord(cursor, '}')) throw new ShellInvalid('"{" is not closed', offset)
  return body
}

function subshell(cursor: ShellCursor, offset: number): readonly Child[] {
  cursor.at++
  const body = cursor.statements(cursor, [')'])
  if (!take(cursor, ')')) throw new ShellInvalid('"(" is not closed', offset)
  return body
}

/** `((` is a subshell in a subshell where it does not end as arithmetic. */
function arithmeticCommand(cursor: ShellCursor, offset: number): readonly Child[] {
  cursor.at += 2
  const depth = cursor.depth
  try {
    return arithmeticBody(cursor, '))', offset)
  } catch (error) {
    if (!(error instanceof ShellInvalid)) throw error
    cursor.at = offset - cursor.base
    cursor.depth = depth
    return subshell(cursor, offset)
  }
}

function conditional(cursor: ShellCursor, offset: number): readonly Child[] {
  cursor.at += 2
  const children: Child[] = [...part(cursor, 'then', offset)]
  for (;;) {
    children.push(...body(cursor, ['elif', 'else', 'fi'], offset))
    if (takeWord(cursor, 'fi')) return children
    if (takeWord(cursor, 'elif')) children.push(...part(cursor, 'then', offset))
    else if (takeWord(cursor, 'else')) {
      children.push(...body(cursor, ['fi'], offset))
      if (takeWord(cursor, 'fi')) return children
      throw new ShellInvalid('"if" is not closed', offset)
    } else throw new ShellInvalid('"if" is not closed', offset)
  }
}

function body(cursor: ShellCursor, stops: readonly string[], offset: number): readonly ShellStatement[] {
  const found = cursor.statements(cursor, stops)
  if (found.length === 0 && peek(cursor) === '') throw new ShellInvalid('a compound command is not closed', offset)
  return found
}

/** Statements and the reserved word behind them. */
function part(cursor: ShellCursor, word: string, offset: number): readonly ShellStatement[] {
  const found = body(cursor, [word], offset)
  if (!takeWord(cursor, word)) throw new ShellInvalid(`"${word}" is missing`, offset)
  return found
}

function loop(cursor: ShellCursor, offset: number): readonly Child[] {
  cursor.at += 5
  return [...part(cursor, 'do', offset), ...part(cursor, 'done', offset)]
}

function iteration(cursor: ShellCursor, offset: number): readonly Child[] {
  while (!endsWord(peek(cursor))) cursor.at++
  skipBlanks(cursor)
  const children: Child[] = []
  if (take(cursor, '((')) children.push(...arithmeticBody(cursor, '))', offset))
  else {
    const name = parseWord(cursor)
    if (name === null) throw new ShellInvalid('a loop has no variable', offset)
    skipLines(cursor, readBodies)
    if (takeWord(cursor, 'in')) children.push(...wordsToLineEnd(cursor))
  }
  skipBlanks(cursor)
  take(cursor, ';')
  skipLines(cursor, readBodies)
  if (takeWord(cursor, 'do')) return [...children, ...part(cursor, 'done', offset)]
  if (takeWord(cursor, '{')) return [...children, ...part(cursor, '}', offset)]
  throw new ShellInvalid('"do" is missing', offset)
}

function wordsToLineEnd(cursor: ShellCursor): readonly ShellWord[] {
  const words: ShellWord[] = []
  for (;;) {
    skipBlanks(cursor)
    const word = parseWord(cursor)
    if (word === null) return words
    words.push(word)
  }
}

function alternatives(cursor: ShellCursor, offset: number): readonly Child[] {
  cursor.at += 4
  skipBlanks(cursor)
  const subject = parseWord(cursor)
  skipLines(cursor, readBodies)
  if (subject === null || !takeWord(cursor, 'in')) throw new ShellInvalid('"case" has no "in"', offset)
  const children: Child[] = [subject]
  for (;;) {
    skipLines(cursor, readBodies)
    if (takeWord(cursor, 'esac')) return children
    children.push(...patterns(cursor, offset), ...cursor.statements(cursor, ['esac', ';;']))
    if (!(take(cursor, ';;&') || take(cursor, ';;') || take(cursor, ';&'))) {
      if (takeWord(cursor, 'esac')) return children
      throw new ShellInvalid('"case" is not closed', offset)
    }
  }
}

function patterns(cursor: ShellCursor, offset: number): readonly ShellWord[] {
  take(cursor, '(')
  const words: ShellWord[] = []
  for (;;) {
    skipBlanks(cursor)
    const word = parseWord(cursor)
    if (word === null) throw new ShellInvalid('a pattern of "case" is missing', offset)
    words.push(word)
    skipBlanks(cursor)
    if (take(cursor, ')')) return words
    if (!take(cursor, '|')) throw new ShellInvalid('patterns of "case" are separated with "|"', here(cursor))
  }
}

function declaration(cursor: ShellCursor, offset: number): readonly Child[] {
  cursor.at += 'function'.length
  skipBlanks(cursor)
  if (parseWord(cursor) === null) throw new ShellInvalid('a function has no name', offset)
  skipBlanks(cursor)
  if (take(cursor, '(')) {
    skipBlanks(cursor)
    if (!take(cursor, ')')) throw new ShellInvalid('a function’s name is followed by "()"', offset)
  }
  return [bodyOf(cursor)]
}

function timed(cursor: ShellCursor): readonly Child[] {
  while (!endsWord(peek(cursor))) cursor.at++
  skipBlanks(cursor)
  if (takeWord(cursor, '-p')) skipBlanks(cursor)
  const command = cursor.command(cursor)
  return command === null ? [] : [command]
}

function test(cursor: ShellCursor, offset: number): readonly Child[] {
  cursor.at += 2
  const words: ShellWord[] = []
  for (;;) {
    skipLines(cursor, readBodies)
    if (takeWord(cursor, ']]')) return words
    if (peek(cursor) === '') throw new ShellInvalid('"[[" is not closed', offset)
    const word = parseWord(cursor)
    if (word === null) cursor.at++
    else words.push(word)
  }
}
