import { bodyOf } from './function-body.ts'
import { readBodies } from './here-documents.ts'
import { parseCompound } from './parse-compound.ts'
import { arrayWords, parseWord } from './parse-word.ts'
import { here, literalAhead, literalOf, peek, skipBlanks, take } from './shell-cursor.ts'
import type { ShellCursor } from './shell-cursor.ts'
import { ShellInvalid } from './shell-tree.ts'
import type { ShellCommand, ShellPart, ShellRedirect, ShellStatement, ShellWord } from './shell-tree.ts'

const MISPLACED = new Set(['}', 'then', 'elif', 'else', 'fi', 'do', 'done', 'esac', ']]'])
const DECLARATIONS = new Set(['declare', 'local', 'export', 'readonly', 'typeset', 'nameref', 'let'])

/** One command with its redirections; null when none begins here. */
export function parseCommand(cursor: ShellCursor): ShellStatement | null {
  skipBlanks(cursor)
  const offset = here(cursor)
  const word = literalAhead(cursor)
  if (MISPLACED.has(word)) throw new ShellInvalid(`"${word}" has no beginning`, offset)
  const redirects: ShellRedirect[] = []
  let command = parseCompound(cursor, word)
  if (command === null) command = parseCall(cursor, redirects)
  else for (let found = parseRedirect(cursor); found !== null; found = parseRedirect(cursor)) redirects.push(found)
  if (command === null && redirects.length === 0) return null
  return { offset: command?.offset ?? offset, end: here(cursor), command, redirects }
}

function parseCall(cursor: ShellCursor, redirects: ShellRedirect[]): ShellCommand | null {
  const assigns: ShellWord[] = []
  const words: ShellWord[] = []
  let declares = false
  for (;;) {
    skipBlanks(cursor)
    const redirect = parseRedirect(cursor)
    if (redirect !== null) {
      redirects.push(redirect)
      continue
    }
    const assign = words.length === 0 || declares ? parseAssign(cursor) : null
    if (assign !== null) {
      assigns.push(assign)
      continue
    }
    const word = parseWord(cursor)
    if (word === null) break
    words.push(word)
    if (words.length === 1) {
      if (DECLARATIONS.has(literalOf(word) ?? '')) declares = true
      const body = assigns.length === 0 ? functionBody(cursor, word) : null
      if (body !== null) return { kind: 'compound', offset: word.offset, children: [body] }
    }
  }
  if (peek(cursor) === '(') throw new ShellInvalid('"(" cannot stand in a command', here(cursor))
  const offset = assigns[0]?.offset ?? words[0]?.offset
  if (offset === undefined) return null
  if (declares) return { kind: 'compound', offset: words[0]?.offset ?? offset, children: [...words.slice(1), ...assigns] }
  return { kind: 'call', offset: Math.min(offset, words[0]?.offset ?? offset), assigns, words }
}

/** `name() command`; the name was read. */
function functionBody(cursor: ShellCursor, name: ShellWord): ShellStatement | null {
  const before = cursor.at
  skipBlanks(cursor)
  if (!take(cursor, '(')) {
    cursor.at = before
    return null
  }
  skipBlanks(cursor)
  if (literalOf(name) === null || !take(cursor, ')')) throw new ShellInvalid('a function’s name is followed by "()"', before)
  return bodyOf(cursor)
}

const ASSIGNED = /[A-Za-z_]\w*(?:\[[^\]\n]{0,200}\])?\+?=/y

function parseAssign(cursor: ShellCursor): ShellWord | null {
  ASSIGNED.lastIndex = cursor.at
  const head = ASSIGNED.exec(cursor.text)?.[0]
  if (head === undefined) return null
  const offset = here(cursor)
  cursor.at += head.length
  if (take(cursor, '(')) {
    const elements = arrayWords(cursor, readBodies)
    return { offset, parts: [{ kind: 'literal', text: head }, ...elements.flatMap(({ parts }) => parts)] }
  }
  const value = parseWord(cursor)
  return { offset, parts: [{ kind: 'literal', text: head }, ...(value?.parts ?? [])] }
}

const REDIRECT = /(?:\d+|\{[A-Za-z_]\w*\})?(&>>|&>|<<<|<<-|<<|<>|<&|>>|>&|>\||<|>)/y

/** A redirection (POSIX.1-2024 §2.7) at the cursor, or null. */
export function parseRedirect(cursor: ShellCursor): ShellRedirect | null {
  skipBlanks(cursor)
  REDIRECT.lastIndex = cursor.at
  const found = REDIRECT.exec(cursor.text)
  if (found === null) return null
  const operator = found[1] ?? ''
  const offset = here(cursor)
  const behind = cursor.at + found[0].length
  if ((operator === '<' || operator === '>') && cursor.text.charAt(behind) === '(' && found[0] === operator) return null
  cursor.at = behind
  skipBlanks(cursor)
  const word = parseWord(cursor)
  if (word === null) throw new ShellInvalid(`"${operator}" must be followed by a word`, offset)
  const redirect = { operator, word }
  if (operator === '<<' || operator === '<<-')
    cursor.bodies.push({
      stop: word.parts.map(plainText).join(''),
      quoted: word.parts.some(isQuoted),
      stripTabs: operator === '<<-',
      redirect,
      offset,
    })
  return redirect
}

function plainText(part: ShellPart): string {
  if (part.kind === 'double') return part.parts.map(plainText).join('')
  if (part.kind === 'literal') return part.text.replace(/\\(.)/g, '$1')
  return part.kind === 'single' ? part.text : ''
}

function isQuoted(part: ShellPart): boolean {
  return part.kind === 'single' || part.kind === 'double' || (part.kind === 'literal' && part.text.includes('\\'))
}
