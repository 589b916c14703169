import { resolve } from 'node:path'
import { ASSESSMENT_FORMATS, writeAssessment } from '@cupel/engine/assess'
import type { AssessedProject } from '@cupel/engine/assess'
import { usageWrongValue } from '@cupel/model'
import type { CommandContext } from './command.ts'
import { writeOutput } from './deliver.ts'
import type { Delivery } from './deliver.ts'

/** Reads `--format NAME[=FILE]` values of an assessment: at most one goes to stdout. */
export function assessmentDeliveries(values: readonly string[]): readonly Delivery[] {
  const wanted = (values.length === 0 ? ['text'] : values).map((value): Delivery => {
    const [format = '', file = '-'] = value.split(/=(.*)/s)
    if (!ASSESSMENT_FORMATS.includes(format)) throw usageWrongValue('--format', format, ASSESSMENT_FORMATS)
    return { format, file: file === '-' ? null : file }
  })
  const shown = wanted.filter(({ file }) => file === null).map(({ format }) => format)
  if (shown.length > 1)
    throw usageWrongValue(
      '--format',
      shown.join(', '),
      'only one format goes to stdout; give the others a file, as in --format badge=score.svg',
    )
  return wanted
}

/** Writes an assessment in every wanted form; all are made before the first is written. */
export function deliverAssessment(project: AssessedProject, wanted: readonly Delivery[], { stdout, cwd }: CommandContext): void {
  const made = wanted.map(({ format, file }) => {
    const options = file === null && format === 'text' ? { width: stdout.columns, colour: stdout.colour, unicode: stdout.unicode } : {}
    return { file, written: writeAssessment(project, format, options) }
  })
  for (const { file, written } of made) {
    if (file === null) stdout.write(written)
    else writeOutput(resolve(cwd, file), written)
  }
}
