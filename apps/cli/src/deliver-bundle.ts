import { resolve } from 'node:path'
import { printable } from '@cupel/engine'
import type { MadeBundle } from '@cupel/engine/sign'
import type { CommandContext } from './command.ts'
import { writeOutput } from './deliver.ts'

/** Writes a bundle that was just made, whole or not at all, and says on stderr who signed it. */
export function deliverBundle(
  { text, signer, logEntries, timestamps }: MadeBundle,
  file: string,
  { cwd, stdout, stderr }: CommandContext,
): void {
  if (file === '-') stdout.write(`${text}\n`)
  else writeOutput(resolve(cwd, file), `${text}\n`)
  const who = signer.subject === '' ? `key ${signer.key}` : `${signer.subject} by ${signer.issuer}`
  const seen = logEntries === 0 ? 'in no log' : `${logEntries} log entries, ${timestamps} timestamps`
  stderr.write(`signed as ${printable(who)} (${seen})${file === '-' ? '' : `: ${printable(file)}`}\n`)
}
