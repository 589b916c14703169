import { lstatSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { REPORT_FORMATS } from '@cupel/engine'
import type { ReportOptions } from '@cupel/engine'
import { outputUnwritable, usageWrongValue } from '@cupel/model'
import type { ScanReport } from '@cupel/model'
import type { CommandContext, Output } from './command.ts'

/** One wanted output: a report format and where it goes; null is stdout. */
export interface Delivery {
  readonly format: string
  readonly file: string | null
}

/** Reads `--format NAME[=FILE]` values: at most one may go to stdout, which `-` names too. */
export function deliveries(values: readonly string[], output: string | undefined): readonly Delivery[] {
  const known = REPORT_FORMATS.map(({ id }) => id)
  const wanted = (values.length === 0 ? ['table'] : values).map((value) => {
    const equals = value.indexOf('=')
    const format = equals < 0 ? value : value.slice(0, equals)
    if (!known.includes(format)) throw usageWrongValue('--format', format, known)
    const file = equals < 0 ? '-' : value.slice(equals + 1)
    return { format, file: file === '-' ? null : file }
  })
  if (output !== undefined) {
    const first = wanted.findIndex(({ file }) => file === null)
    if (first >= 0) wanted[first] = { format: (wanted[first] as Delivery).format, file: output }
  }
  const onStdout = wanted.filter(({ file }) => file === null)
  if (onStdout.length > 1)
    throw usageWrongValue(
      '--format',
      onStdout.map(({ format }) => format).join(', '),
      'only one format goes to stdout; give the others a file, as in --format sarif=out.sarif',
    )
  return wanted
}

/** Writes a report in every wanted form. */
export async function deliver(report: ScanReport, wanted: readonly Delivery[], context: CommandContext): Promise<void> {
  for (const { format, file } of wanted) {
    const entry = REPORT_FORMATS.find(({ id }) => id === format)
    if (entry === undefined) continue
    const { stdout } = context
    const { write, pieces } = await entry.load()
    if (file !== null) writeOutput(resolve(context.cwd, file), write(report, FILE_OPTIONS))
    else if (pieces === undefined) stdout.write(write(report, terminalOptions(stdout)))
    else for (const piece of pieces(report)) stdout.write(piece)
  }
}

const FILE_OPTIONS: ReportOptions = { width: 120, colour: false, unicode: true }

/** What a format may ask of the terminal; asked only by those that draw for one. */
function terminalOptions(stdout: Output): ReportOptions {
  return {
    get width() {
      return stdout.columns
    },
    get colour() {
      return stdout.colour
    },
    get unicode() {
      return stdout.unicode
    },
  }
}

/** Writes one output file, whole or not at all; a refusal by the operating system is the user's to mend. */
export function writeOutput(file: string, text: string): void {
  try {
    const there = lstatSync(file, { throwIfNoEntry: false })
    if (there === undefined || there.isFile()) replace(file, text, there?.mode)
    // A device, a pipe or a link is written where it is.
    else writeFileSync(file, text)
  } catch (error) {
    throw outputUnwritable(file, error)
  }
}

function replace(file: string, text: string, mode = 0o666): void {
  const beside = `${file}.${process.pid}.tmp`
  try {
    writeFileSync(beside, text, { flag: 'wx', mode })
    renameSync(beside, file)
  } catch (error) {
    rmSync(beside, { force: true })
    if (!IN_PLACE.has((error as NodeJS.ErrnoException).code ?? '')) throw error
    writeFileSync(file, text)
  }
}

/** The folder refuses what the file may allow: no new names in it, or the file is a mount of its own. */
const IN_PLACE: ReadonlySet<string> = new Set(['EACCES', 'EPERM', 'EBUSY', 'EXDEV'])
