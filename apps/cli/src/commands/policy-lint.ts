import { printable } from '@cupel/engine'
import { catalogueIds, lintPack, loadPacks } from '@cupel/engine/policy'
import { defineCommand, isSet } from '../command.ts'

/** `cupel policy lint`: what makes a pack weaker than it seems. */
export default defineCommand({
  id: 'policy-lint',
  summary: 'check policy packs: types, constant and costly conditions, mappings, missing tests',
  usage: 'PACK…',
  arity: [1, 100],
  flags: { json: { type: 'boolean', help: 'as JSON' }, strict: { type: 'boolean', help: 'fail on warnings too' } },
  description: 'Exit 0 when nothing is wrong, 1 when something is, 2 when a pack cannot be read or has a wrong type in it.',
  examples: [['cupel policy lint policy.yaml', 'each finding with its line and column']],
  async run({ args, flags, cwd, now, stdout }) {
    const catalogues = await catalogueIds()
    const found = args.flatMap((name) =>
      loadPacks([name], { cwd, tests: true }).flatMap((pack) =>
        lintPack(pack, { now: now(), catalogues }).map((lint) => ({ source: name, ...lint })),
      ),
    )
    if (isSet(flags, 'json')) stdout.write(`${JSON.stringify(found, null, 2)}\n`)
    else {
      for (const { source, line, column, level, message, id } of found) {
        stdout.write(`${printable(source)}:${line}:${column}: ${level}: ${printable(message)} (${id})\n`)
      }
      if (found.length === 0) stdout.write('nothing to say against it\n')
    }
    return found.some(({ level }) => level === 'error' || isSet(flags, 'strict')) ? 1 : 0
  },
})
