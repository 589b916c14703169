import { resolve } from 'node:path'
import { printable, printableJson } from '@cupel/engine'
import { equivalenceStatement, reproduce } from '@cupel/engine/verify'
import type { Reproduction } from '@cupel/engine/verify'
import { usageWrongValue } from '@cupel/model'
import { defineCommand, isSet, text } from '../command.ts'
import type { Output } from '../command.ts'
import { writeOutput } from '../deliver.ts'

const MAX_SHOWN = 50

/** `cupel reproduce`: whether a published package is what its source gives. */
export default defineCommand({
  id: 'reproduce',
  summary: 'compare a published npm package with its source, file by file',
  usage: 'TARBALL',
  arity: [1, 1],
  flags: {
    source: { type: 'string', value: 'DIR', help: 'checkout of the released commit (default: here)' },
    rebuilt: { type: 'string', value: 'FILE', help: 'tarball that you built from it, in place of --source' },
    attest: { type: 'string', value: 'FILE', help: 'write an in-toto statement of the result, if it is reproduced' },
    json: { type: 'boolean', help: 'as JSON' },
  },
  description:
    'Packs the checkout by npm’s rules without running anything of it. Exit 0 when the package is reproduced, 5 when files differ, 3 when something could not be read.',
  examples: [
    ['cupel reproduce app-1.2.3.tgz --source app', 'what is in the package and not in the source stands first'],
    ['cupel reproduce app-1.2.3.tgz --rebuilt mine.tgz', 'when packing needs a build, which you ran yourself'],
  ],
  async run({ args: [published = ''], flags, cwd, now, stdout }) {
    const source = text(flags, 'source')
    const rebuilt = text(flags, 'rebuilt')
    if (source !== undefined && rebuilt !== undefined) throw usageWrongValue('--source and --rebuilt', 'both', 'give one of them')
    const result = await reproduce({
      published,
      ...(source === undefined ? {} : { source }),
      ...(rebuilt === undefined ? {} : { rebuilt }),
      cwd,
    })
    if (isSet(flags, 'json')) stdout.write(printableJson(JSON.stringify(result, null, 2)) + '\n')
    else show(result, stdout)
    const attest = text(flags, 'attest')
    if (attest !== undefined && result.verdict.outcome === 'reproduced')
      writeOutput(resolve(cwd, attest), equivalenceStatement(result, now().toISOString()))
    return result.verdict.exitCode
  },
})

const TITLES = {
  'only-published': 'Only in the published package',
  content: 'Different contents',
  executable: 'Program in one of them only',
  kind: 'Different kinds',
  'only-rebuilt': 'Only from source',
} as const

function show({ class: found, differences, stabilisers, files, unread, verdict }: Reproduction, stdout: Output): void {
  const head = { identical: 'REPRODUCED: the same bytes', stabilised: 'REPRODUCED: the same files', differs: 'DIFFERS' }[found]
  stdout.write(`${verdict.outcome === 'incomplete' ? 'NOT SHOWN: parts could not be read' : head} (${files} files)\n`)
  if (stabilisers.length > 0) stdout.write(`packed differently: ${stabilisers.join(', ')}\n`)
  for (const [kind, title] of Object.entries(TITLES)) {
    const of = differences.filter((one) => one.kind === kind)
    if (of.length === 0) continue
    stdout.write(`\n${title}: ${of.length}\n`)
    for (const { path, line, detail, runs } of of.slice(0, MAX_SHOWN)) {
      stdout.write(`  ${runs ? '! ' : '  '}${printable(path)}${line === 0 ? '' : `:${line}`}: ${printable(detail)}\n`)
    }
    if (of.length > MAX_SHOWN) stdout.write(`    and ${of.length - MAX_SHOWN} more\n`)
  }
  if (differences.some(({ runs }) => runs)) stdout.write('\n! marks what can run\n')
  for (const detail of unread) stdout.write(`not read: ${printable(detail)}\n`)
}
