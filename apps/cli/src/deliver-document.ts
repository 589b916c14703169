import { resolve } from 'node:path'
import { printable, printableJson } from '@cupel/engine'
import { writeBom } from '@cupel/engine/bom'
import type { Bom, BomTarget } from '@cupel/engine/bom'
import type { CommandContext } from './command.ts'
import { writeOutput } from './deliver.ts'

/**
 * Writes a bill of materials to a file or, without one, to stdout. Characters that a terminal would obey are escaped where the
 * format can say them otherwise (JSON, XML); tag-value cannot, so there they are replaced, and on a terminal only.
 */
export function deliverDocument(bom: Bom, format: BomTarget, file: string | undefined, { stdout, cwd }: CommandContext): void {
  const text = safely(writeBom(bom, format), format, stdout.terminal && file === undefined)
  if (file === undefined) stdout.write(text)
  else writeOutput(resolve(cwd, file), text)
}

function safely(text: string, format: BomTarget, shown: boolean): string {
  if (format.endsWith('-json')) return printableJson(text)
  if (format.endsWith('-xml')) return text.replace(OBEYED, (character) => `&#x${(character.codePointAt(0) as number).toString(16)};`)
  return shown ? text.split('\n').map(printable).join('\n') : text
}

/** What XML allows and a terminal obeys: C1 controls and directions of writing. */
const OBEYED = /[\u007f-\u009f\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]/g
