import { resolve } from 'node:path'
import { diffJson, diffMarkdown, diffReports, diffText, diffVerdict, reportOf } from '@cupel/engine'
import { defineCommand, text } from '../command.ts'
import { writeOutput } from '../deliver.ts'
import { SCAN_FLAGS, scanOptions } from '../scan-flags.ts'

/** `cupel diff`: what changed between two targets; only what is new can fail it. */
export default defineCommand({
  id: 'diff',
  summary: 'show what changed between two trees, lock files, SBOMs or JSON reports',
  usage: 'OLD NEW',
  arity: [2, 2],
  flags: {
    format: { type: 'string', short: 'f', value: 'NAME', help: 'how to show it (default: text)', choices: ['text', 'json', 'markdown'] },
    output: { type: 'string', short: 'o', value: 'FILE', help: 'write to a file instead of stdout' },
    ...SCAN_FLAGS,
  },
  description:
    'OLD and NEW are whatever cupel scan takes, or reports of cupel scan --format json. Exit 1 when NEW brings findings that OLD did not have\nand that fail the gate; exit 3 when either side was not fully read or matched.',
  examples: [['cupel diff main-report.json .', 'for a pull request: only what it brings']],
  async run(context) {
    const { args, flags, stdout } = context
    const options = scanOptions(context)
    const [before, after] = [await reportOf(args[0] as string, options), await reportOf(args[1] as string, options)]
    const change = diffReports(before, after)
    const format = text(flags, 'format') ?? 'text'
    const shown =
      format === 'json'
        ? diffJson(change)
        : format === 'markdown'
          ? diffMarkdown(change)
          : diffText(change, { width: stdout.columns, colour: stdout.colour, unicode: stdout.unicode })
    const output = text(flags, 'output')
    if (output === undefined) stdout.write(shown)
    else writeOutput(resolve(context.cwd, output), shown)
    return (await diffVerdict(before, after, { added: change.findings.added, options })).exitCode
  },
})
