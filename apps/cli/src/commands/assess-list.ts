import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { printable } from '@cupel/engine'
import { assessList, portfolioText } from '@cupel/engine/assess'
import { targetEmpty, targetMissing, usageMissingArgument } from '@cupel/model'
import { ASSESS_FLAGS, assessRequest, numberOf } from '../assess-flags.ts'
import { defineCommand, isSet, text } from '../command.ts'
import { progressOn } from '../progress.ts'

const MAX_TARGETS = 1_000_000

/** `cupel assess list`: a portfolio, in a run that can be stopped and taken up again. */
export default defineCommand({
  id: 'assess-list',
  summary: 'assess every project of a list into a folder; can be stopped and taken up again',
  usage: 'FILE',
  arity: [1, 1],
  graceful: true,
  flags: {
    out: { type: 'string', value: 'DIR', help: 'folder for the reports, summary.json and summary.html' },
    jobs: { type: 'string', value: 'N', help: 'projects at a time (default: 2)' },
    again: { type: 'boolean', help: 'assess also what has not changed since the last run' },
    'fail-below': { type: 'string', value: 'N', help: 'exit with 1 when a project has a score below N' },
    ...ASSESS_FLAGS,
  },
  description:
    'FILE has one target a line, as cupel assess takes it; empty lines and lines that start with # are left out; - is standard input.\n' +
    'A project whose HEAD and options are those of an earlier run into the same folder is not assessed again. One that fails is counted and\n' +
    'never ends the run. Exit codes: 0; 1 below --fail-below; 3 when one failed.',
  examples: [
    ['cupel assess list repositories.txt --out portfolio', 'run it again to go on, or to bring it up to date'],
    ['cupel assess list clones.txt --out portfolio --offline --jobs 4', 'folders on this machine'],
  ],
  async run(context) {
    const { args, flags, cwd, stdout, stderr, signal } = context
    const [file = ''] = args
    const out = text(flags, 'out')
    if (out === undefined) throw usageMissingArgument('--out DIR', 'assess list')
    const stated = text(flags, 'fail-below')
    const least = stated === undefined ? null : numberOf('--fail-below', stated, [0, 10])
    const jobs = Math.floor(numberOf('--jobs', text(flags, 'jobs') ?? '2', [1, 64]))
    const targets = targetsOf(file === '-' ? context.stdin() : listText(resolve(cwd, file), file), file)
    const quiet = isSet(flags, 'quiet')
    const progress = progressOn(stderr, { quiet, now: context.now })
    const result = await assessList(targets, {
      out: resolve(cwd, out),
      jobs,
      again: isSet(flags, 'again'),
      statedTime: text(flags, 'as-of') !== undefined,
      signal,
      requestOf: (target) =>
        assessRequest(target, context, { cloning() {}, paused: (ms) => progress.show(`waiting ${Math.ceil(ms / 1000)} s for the forge`) }),
      begun: (target, done, of) => progress.show(`${done} of ${of}: ${printable(target)}`),
    }).finally(() => progress.done())
    const { summary, unchanged } = result
    stdout.write(portfolioText(summary, { width: stdout.columns, colour: stdout.colour, unicode: stdout.unicode }))
    if (!quiet && unchanged > 0) stderr.write(`cupel: ${unchanged} unchanged since the last run\n`)
    const below = least !== null && summary.rows.some(({ outcome, score }) => outcome === 'assessed' && score >= 0 && score < least)
    return below ? 1 : summary.failed > 0 ? 3 : 0
  },
})

function listText(path: string, shown: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw targetMissing(shown, error)
  }
}

function targetsOf(list: string, shown: string): readonly string[] {
  const targets = list
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
  if (targets.length === 0 || targets.length > MAX_TARGETS) throw targetEmpty(shown, `between 1 and ${MAX_TARGETS} targets, one a line`)
  return targets
}
