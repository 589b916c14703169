import { resolve } from 'node:path'
import { printable } from '@cupel/engine'
import { policyHtml, policyJson, policyMarkdown, policyText, toolVersion } from '@cupel/engine/policy'
import type { CheckedProject, ProjectChange } from '@cupel/engine/policy'
import { usageWrongValue } from '@cupel/model'
import { isSet } from './command.ts'
import type { CommandContext } from './command.ts'
import { writeOutput } from './deliver.ts'
import type { Delivery } from './deliver.ts'

const FORMATS = ['text', 'json', 'markdown', 'html']

/** Reads `--format NAME[=FILE]` values of a verdict: at most one goes to stdout. */
export function policyDeliveries(values: readonly string[]): readonly Delivery[] {
  const wanted = (values.length === 0 ? ['text'] : values).map((value): Delivery => {
    const [format = '', file = '-'] = value.split(/=(.*)/s)
    if (!FORMATS.includes(format)) throw usageWrongValue('--format', format, FORMATS)
    return { format, file: file === '-' ? null : file }
  })
  const shown = wanted.filter(({ file }) => file === null)
  if (shown.length > 1) throw usageWrongValue('--format', shown.map(({ format }) => format).join(', '), 'only one format goes to stdout')
  return wanted
}

/** Writes what packs say of projects in every wanted form. */
export function deliverPolicy(projects: readonly CheckedProject[], wanted: readonly Delivery[], context: CommandContext): void {
  for (const { format, file } of wanted) write(written(projects, format, context), file, context)
}

function written(projects: readonly CheckedProject[], format: string, { flags, stdout }: CommandContext): string {
  if (format === 'json') return policyJson(projects, toolVersion())
  if (format === 'html') return policyHtml(projects)
  if (format === 'markdown')
    return `${projects.map(({ name, policy }) => `# ${printable(name)}\n\n${policyMarkdown(policy)}`).join('\n\n')}\n`
  const { columns: width, colour, unicode } = stdout
  const options = { width, colour, unicode, all: isSet(flags, 'all') }
  return projects.map(({ name, policy }) => `${projects.length > 1 ? `${printable(name)}\n` : ''}${policyText(policy, options)}`).join('\n')
}

function write(text: string, file: string | null, { stdout, cwd }: CommandContext): void {
  if (file === null) stdout.write(text)
  else writeOutput(resolve(cwd, file), text)
}

/** Who would break by the one policy and not by the other. */
export function showWhatIf(changes: readonly ProjectChange[], wanted: readonly Delivery[], context: CommandContext): void {
  for (const { format, file } of wanted) {
    if (format !== 'json' && format !== 'text') throw usageWrongValue('--format', format, 'with --against: text or json')
    write(
      format === 'json' ? `${JSON.stringify({ schemaVersion: '1.0', projects: changes }, null, 2)}\n` : whatIfText(changes),
      file,
      context,
    )
  }
}

function whatIfText(changes: readonly ProjectChange[]): string {
  const breaks = changes.filter(({ before, after }) => before !== after && (after === 'fail' || after === 'unknown'))
  const lines = changes.flatMap(({ name, before, after, rules }) =>
    rules.length === 0 && before === after
      ? []
      : [
          `${printable(name)}: ${before} → ${after}`,
          ...rules.map(({ rule, before: was, after: is, broken }) => {
            const some = broken.slice(0, 5).map(printable).join(', ')
            const more = broken.length > 5 ? ` and ${broken.length - 5} more` : ''
            return `  ${rule}: ${was ?? 'not asked'} → ${is ?? 'not asked'}${broken.length === 0 ? '' : `; now ${some}${more}`}`
          }),
        ],
  )
  return [...lines, `${breaks.length} of ${changes.length} projects would break`, ''].join('\n')
}
