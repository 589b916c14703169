import { verifyTileLog } from '@cupel/engine/verify'
import { usageMissingArgument, usageWrongValue } from '@cupel/model'
import { defineCommand, text } from '../command.ts'
import { given } from '../given-flags.ts'
import { deliverVerdict, VERDICT_FLAGS } from '../verify-flags.ts'

/** `cupel verify log`: a transparency log that lies in a folder. */
export default defineCommand({
  id: 'verify-log',
  summary: 'check a transparency log in tiles: signature, growth, and that it holds an entry',
  usage: 'DIR',
  arity: [1, 1],
  flags: {
    key: { type: 'string', short: 'k', value: 'FILE', help: 'public key (PEM) of the log' },
    origin: { type: 'string', value: 'NAME', help: 'name of the log (default: the one in its checkpoint)' },
    since: { type: 'string', value: 'FILE', help: 'checkpoint seen before: the log must only have grown since' },
    entry: { type: 'string', value: 'FILE', help: 'entry that the log must hold; needs --index' },
    index: { type: 'string', value: 'NUMBER', help: 'where in the log the entry is' },
    ...VERDICT_FLAGS,
  },
  description:
    'DIR has the file checkpoint and the folder tile, as such logs serve them. Exit 5 when it forked, shrank or lacks the entry.',
  examples: [['cupel verify log mirror --key log.pub --since yesterday.checkpoint', 'nothing was taken back']],
  async run(context) {
    const { args, flags, cwd } = context
    const key = text(flags, 'key')
    const file = text(flags, 'entry')
    const index = text(flags, 'index')
    if (key === undefined) throw usageMissingArgument('--key FILE', 'verify log')
    if ((file === undefined) !== (index === undefined)) throw usageMissingArgument('--entry FILE and --index NUMBER together', 'verify log')
    if (index !== undefined && !/^\d{1,15}$/.test(index)) throw usageWrongValue('--index', index, 'a number from 0')
    const report = await verifyTileLog({
      log: args[0] ?? '.',
      key,
      ...given(flags, { origin: 'origin', since: 'since' }),
      ...(file === undefined ? {} : { entry: { file, index: Number(index) } }),
      cwd,
    })
    return deliverVerdict(report, context)
  },
})
