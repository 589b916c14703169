import { cupelHome, pruneDatabase } from '@cupel/engine/database'
import { defineCommand, text, texts } from '../command.ts'
import { DB_FLAGS } from '../db-flags.ts'

/** `cupel db prune`: free what no scan needs. */
export default defineCommand({
  id: 'db-prune',
  summary: 'remove kept downloads, the previous state and, on request, ecosystems',
  usage: '',
  arity: [0, 0],
  graceful: true,
  flags: {
    keep: { type: 'string', multiple: true, value: 'NAME', help: 'keep only this ecosystem; may be repeated (default: all)' },
    ...DB_FLAGS,
  },
  examples: [['cupel db prune --keep npm --keep PyPI', 'drop all other ecosystems']],
  async run({ flags, env, signal, stdout }) {
    const keep = texts(flags, 'keep')
    const { freedBytes, dropped } = await pruneDatabase({
      home: text(flags, 'db') ?? cupelHome(env),
      signal,
      ...(keep.length === 0 ? {} : { keep }),
    })
    stdout.write(`freed ${(freedBytes / 1_000_000).toFixed(1)} MB${dropped.length === 0 ? '' : `, dropped ${dropped.join(', ')}`}\n`)
    return 0
  },
})
