import { printable } from '@cupel/engine'
import { CupelError, installationDamaged } from '@cupel/model'
import type { Output } from './command.ts'

/** Prints what went wrong and answers the exit code. A CupelError is the user's to act on; anything else is our bug. */
export function explainError(error: unknown, stderr: Output, aborted: boolean): number {
  if (error instanceof CupelError) {
    const lines = [`cupel: ${error.message}${systemReason(error.cause)}`, ...(error.hint ? [`  ${error.hint}`] : [])]
    stderr.write(lines.map(safeLines).join(''))
    return aborted ? 130 : error.exitCode
  }
  if (aborted) {
    stderr.write('cupel: interrupted\n')
    return 130
  }
  const broken = brokenPart(error)
  if (broken !== '') return explainError(installationDamaged(broken), stderr, aborted)
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
  stderr.write(
    `cupel: internal error, please report it with the lines below (see SECURITY.md if it may be a vulnerability)\n${safeLines(stack)}`,
  )
  return 70
}

/** A chunk of the bundle that is not there or is no program; empty when the error is another. */
function brokenPart(error: unknown): string {
  if (!(error instanceof Error)) return ''
  const [first = ''] = error.message.split('\n')
  if ('code' in error && (error.code === 'MODULE_NOT_FOUND' || error.code === 'ERR_MODULE_NOT_FOUND')) return first
  // Only where a file could not be compiled does the stack begin with its name and line.
  const place = /^(?:file:\/\/)?(\/?[^\n]+\.(?:cjs|js)):\d+\n/.exec(error.stack ?? '')?.[1]
  return error instanceof SyntaxError && place !== undefined ? `${place}: ${first}` : ''
}

function safeLines(text: string): string {
  return text
    .split('\n')
    .map((line) => `${printable(line)}\n`)
    .join('')
}

/** What the operating system or git said, which no message of the catalogue repeats. */
function systemReason(cause: unknown): string {
  if (cause instanceof Error && cause.name === 'GitFailed') return `: ${cause.message}`
  const code = cause instanceof Error && 'syscall' in cause && 'code' in cause ? String(cause.code) : ''
  return code === '' ? '' : ` (${REASONS[code] ?? code})`
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EISDIR: 'it is a folder',
  ELOOP: 'its links lead in a circle',
  ENOENT: 'no such file or folder',
  ENOSPC: 'no space left on the disk',
  ENOTDIR: 'a part of the path is no folder',
  EPERM: 'not permitted',
  EROFS: 'the disk is read-only',
}
