import { resolve } from 'node:path'
import { cupelHome, exportDatabase } from '@cupel/engine/database'
import { defineCommand, text } from '../command.ts'
import { DB_FLAGS } from '../db-flags.ts'

/** `cupel db export`: the whole database as one file. */
export default defineCommand({
  id: 'db-export',
  summary: 'write the advisory database into one file, for machines without a network',
  usage: 'FILE',
  arity: [1, 1],
  graceful: true,
  flags: { ...DB_FLAGS },
  examples: [['cupel db export advisories.cupel', 'then, elsewhere: cupel db import advisories.cupel']],
  async run({ args, flags, env, cwd, signal, stdout }) {
    const file = args[0] as string
    const bytes = await exportDatabase({ home: text(flags, 'db') ?? cupelHome(env), file: resolve(cwd, file), signal })
    stdout.write(`wrote ${file}, ${(bytes / 1_000_000).toFixed(1)} MB\n`)
    return 0
  },
})
