import { textPlaces } from '@cupel/formats'
import type { Reading } from '../probe.ts'
import { parseShell } from '../shell/parse-shell.ts'
import { ShellInvalid } from '../shell/shell-tree.ts'
import type { ShellCommand, ShellPart, ShellStatement } from '../shell/shell-tree.ts'
import { simpleWords } from '../shell/simple-words.ts'
import { walkShell } from '../shell/walk-shell.ts'
import { chocoPinned } from './choco-command.ts'
import type { DependencyKind, DependencyUse, PinningFault } from './dependency-use.ts'
import {
  cleanedPath,
  commandInterpreter,
  downloadedFile,
  filesRun,
  isDownload,
  isInterpreter,
  isUnpinnedDownload,
  readsShell,
} from './download-command.ts'
import { goPinned } from './go-command.ts'
import { npmPinned } from './npm-command.ts'
import { nugetPinned } from './nuget-command.ts'
import { pipPinned } from './pip-command.ts'
import { staysLocal } from './stays-local.ts'

export interface ShellSource {
  readonly path: string
  readonly text: string
  /** Line of the file in which the text's first line stands, 1-based. */
  readonly line: number
}

export interface ShellFound {
  readonly uses: DependencyUse[]
  readonly faults: PinningFault[]
  /** Files that were downloaded and not pinned, by cleaned path; carried from script to script of one job or image. */
  readonly downloaded: Set<string>
  readonly reading: Reading
}

const MAX_TEXT = 2_000_000
const MAX_NESTED = 20

/** Collects what a shell text downloads and installs. A text that cannot be parsed becomes a fault, never a crash. */
export function collectShell(source: ShellSource, found: ShellFound, level = 0): void {
  if (source.text.length > MAX_TEXT || level > MAX_NESTED) {
    found.faults.push({ path: source.path, line: source.line, reason: 'the script is too long or too nested to be read' })
    return
  }
  try {
    const script = parseShell(source.text)
    const place = textPlaces(script.text)
    const lineOf = (offset: number): number => source.line + place(Math.min(offset, script.text.length)).line - 1
    const add = (kind: DependencyKind, statement: ShellStatement, pinned: boolean): void => {
      const snippet = script.text.slice(statement.offset, statement.end).trim()
      found.uses.push({ kind, path: source.path, line: lineOf(statement.offset), endLine: lineOf(statement.end), snippet, pinned })
    }
    walkShell(script, {
      command(command, statement) {
        runsText(command, lineOf(command.offset), source, found, level)
        pipesDownload(command, found.reading, () => add('downloadThenRun', statement, false))
        const words = simpleWords(command)
        if (words === null) return
        for (const file of filesRun(words)) if (found.downloaded.has(file)) add('downloadThenRun', statement, false)
        if (runsSubstitution(command, words, found.reading)) add('downloadThenRun', statement, false)
        const install = installOf(words, found.reading)
        if (install !== null) add(install.kind, statement, install.pinned)
      },
      statement(statement) {
        const file = fetchedFile(statement, found.reading)
        if (file !== null) found.downloaded.add(cleanedPath(file))
      },
    })
  } catch (error) {
    if (!(error instanceof ShellInvalid)) throw error
    found.faults.push({ path: source.path, line: source.line, reason: `not understood as shell: ${error.message}` })
  }
}

const INSTALLERS: readonly (readonly [DependencyKind, (words: readonly string[], reading: Reading) => boolean | null])[] = [
  ['goCommand', goPinned],
  ['pipCommand', pipPinned],
  ['npmCommand', npmPinned],
  ['chocoCommand', chocoPinned],
  ['nugetCommand', nugetPinned],
]

function installOf(words: readonly string[], reading: Reading): { readonly kind: DependencyKind; readonly pinned: boolean } | null {
  for (const [kind, judge] of INSTALLERS) {
    const pinned = judge(words, reading)
    if (pinned !== null) return { kind, pinned }
  }
  return null
}

/** `bash -c 'text'`: the text is read like the script itself. */
function runsText(command: ShellCommand, line: number, source: ShellSource, found: ShellFound, level: number): void {
  const interpreter = commandInterpreter(simpleWords(command) ?? [])
  if (interpreter === null || !readsShell(interpreter) || command.kind !== 'call') return
  for (const { parts } of command.words) {
    const text = parts.length === 1 ? quotedText(parts[0]) : null
    if (text === null) continue
    collectShell({ path: source.path, text, line }, found, level + 1)
    return
  }
}

function quotedText(part: ShellPart | undefined): string | null {
  if (part?.kind === 'single') return part.text
  if (part?.kind !== 'double' || part.parts.length !== 1) return null
  const [inner] = part.parts
  return inner?.kind === 'literal' ? inner.text : null
}

/** `curl … | sh`. */
function pipesDownload(command: ShellCommand, reading: Reading, add: () => void): void {
  if (command.kind !== 'binary' || command.operator !== '|') return
  const left = downloadOf(command.left, reading)
  const right = simpleWords(command.right.command)
  if (left === null || right === null || !isDownload(left) || !isInterpreter(right) || !isUnpinnedDownload(left)) return
  if (reading === 'cupel' && (staysLocal(left) || readsAsData(right))) return
  add()
}

/** The download at the left end of a pipe; our reading also sees it behind filters (`curl … | tee log | sh`). */
function downloadOf(statement: ShellStatement, reading: Reading): readonly string[] | null {
  const { command } = statement
  if (reading === 'cupel' && command?.kind === 'binary' && command.operator === '|') {
    const filter = simpleWords(command.right.command)
    return filter !== null && isInterpreter(filter) ? null : downloadOf(command.left, reading)
  }
  return simpleWords(command)
}

/** An interpreter that is given a module or a program as an argument reads its input as data: `python -m json.tool`. */
function readsAsData(words: readonly string[]): boolean {
  if (words[0] !== undefined && /(?:^|\/)(?:python[\d.]*|perl|ruby|php|node|nodejs)$/i.test(words[0]))
    return words.slice(1).some((word) => /^-(?:m|c|e|r|ne|pe|p)$/.test(word) || /^[^-].*\.(?:py|pl|rb|php|js)$/.test(word))
  return false
}

/** `bash <(curl …)`. */
function runsSubstitution(command: ShellCommand, words: readonly string[], reading: Reading): boolean {
  if (command.kind !== 'call' || !isInterpreter(words)) return false
  const parts = command.words[1]?.parts ?? []
  const [part] = parts
  if (parts.length !== 1 || part?.kind !== 'process-in') return false
  const inner = simpleWords(part.nested[0]?.command ?? null)
  if (inner === null || !isDownload(inner)) return false
  return reading === 'scorecard-5' || (isUnpinnedDownload(inner) && !staysLocal(inner))
}

function fetchedFile(statement: ShellStatement, reading: Reading): string | null {
  const words = simpleWords(statement.command)
  if (words === null || !isDownload(words) || !isUnpinnedDownload(words)) return null
  if (reading === 'cupel' && staysLocal(words)) return null
  for (const { operator, word } of statement.redirects) {
    const [part, ...more] = word.parts
    if (operator === '>' && part?.kind === 'literal' && more.length === 0) return part.text
  }
  const file = downloadedFile(words)
  return file === null || file === '' ? null : file
}
