import { printable } from '@cupel/engine'
import type { Problem } from '@cupel/engine'
import type { Output } from './command.ts'

const MAX_SHOWN = 20

/** Problems on stderr, for commands whose result is a document. Answers whether any leaves the result incomplete. */
export function showProblems(problems: readonly Problem[], stderr: Output): boolean {
  for (const { path, line, detail } of problems.slice(0, MAX_SHOWN)) {
    const place = path === '' ? '' : `${printable(path)}${line === undefined ? '' : `:${line}`}: `
    stderr.write(`cupel: ${place}${printable(detail)}\n`)
  }
  if (problems.length > MAX_SHOWN) stderr.write(`cupel: and ${problems.length - MAX_SHOWN} more\n`)
  return problems.some(({ effect }) => effect === 'incomplete')
}

/** Problems of a document, which know no file, with the one they were found in. */
export function placed(problems: readonly Problem[], path: string): readonly Problem[] {
  return problems.map((problem) => ({ ...problem, path }))
}
