import type { ShellCommand, ShellPart, ShellScript, ShellStatement, ShellWord } from './shell-tree.ts'

export interface ShellVisitor {
  /** Called for each statement before its command. */
  statement?(statement: ShellStatement): void
  /** Called for each command before what is inside it; `statement` is the one it belongs to. */
  command(command: ShellCommand, statement: ShellStatement): void
}

/** Visits every command of a script, outer ones first, in the order of the text; here-documents after the command they feed. */
export function walkShell(script: ShellScript, visitor: ShellVisitor): void {
  for (const statement of script.statements) walkStatement(statement, visitor)
}

function walkStatement(statement: ShellStatement, visitor: ShellVisitor): void {
  visitor.statement?.(statement)
  const { command } = statement
  if (command !== null) {
    visitor.command(command, statement)
    if (command.kind === 'call') for (const word of [...command.assigns, ...command.words]) walkWord(word, visitor)
    else if (command.kind === 'binary') {
      walkStatement(command.left, visitor)
      walkStatement(command.right, visitor)
    } else {
      for (const child of command.children) {
        if ('parts' in child) walkWord(child, visitor)
        else walkStatement(child, visitor)
      }
    }
  }
  for (const { word, body } of statement.redirects) {
    walkWord(word, visitor)
    for (const part of body ?? []) walkPart(part, visitor)
  }
}

function walkWord(word: ShellWord, visitor: ShellVisitor): void {
  for (const part of word.parts) walkPart(part, visitor)
}

function walkPart(part: ShellPart, visitor: ShellVisitor): void {
  if (part.kind === 'double') for (const inner of part.parts) walkPart(inner, visitor)
  else if ('nested' in part) for (const statement of part.nested) walkStatement(statement, visitor)
}
