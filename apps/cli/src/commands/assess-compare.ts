import { resolve } from 'node:path'
import { compareRuns, comparisonJson, comparisonMarkdown, comparisonText } from '@cupel/engine/assess'
import { defineCommand, isSet, text } from '../command.ts'
import { writeOutput } from '../deliver.ts'

/** `cupel assess compare`: what got better and what got worse. */
export default defineCommand({
  id: 'assess-compare',
  summary: 'show what got better and worse between two assessments, or two runs over a list',
  usage: 'OLD NEW',
  arity: [2, 2],
  flags: {
    format: { type: 'string', short: 'f', value: 'NAME', help: 'how to show it (default: text)', choices: ['text', 'json', 'markdown'] },
    output: { type: 'string', short: 'o', value: 'FILE', help: 'write to a file instead of stdout' },
    'fail-on-worse': { type: 'boolean', help: 'exit with 1 when a check, requirement or claim got worse' },
  },
  description:
    'OLD and NEW are reports of cupel assess --format json, or folders of cupel assess list. What could not be seen on one side is neither\n' +
    'better nor worse: it is newly seen, or no longer.',
  examples: [
    ['cupel assess compare before.json after.json --format markdown', 'for a pull request'],
    ['cupel assess compare runs/january runs/february', 'two runs over the same list'],
  ],
  run({ args: [before = '', after = ''], flags, cwd, stdout }) {
    const comparison = compareRuns(before, after, cwd)
    const format = text(flags, 'format') ?? 'text'
    const output = text(flags, 'output')
    const options = output === undefined ? { width: stdout.columns, colour: stdout.colour, unicode: stdout.unicode } : {}
    const shown =
      format === 'json'
        ? comparisonJson(comparison)
        : format === 'markdown'
          ? comparisonMarkdown(comparison)
          : comparisonText(comparison, options)
    if (output === undefined) stdout.write(shown)
    else writeOutput(resolve(cwd, output), shown)
    const worse = comparison.projects.some(({ changes }) => changes.some(({ kind }) => kind === 'worse'))
    return worse && isSet(flags, 'fail-on-worse') ? 1 : 0
  },
})
