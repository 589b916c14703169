import { resolve } from 'node:path'
import { cupelHome, importDatabase } from '@cupel/engine/database'
import { counted } from '../counted.ts'
import { defineCommand, text } from '../command.ts'
import { DB_FLAGS } from '../db-flags.ts'

/** `cupel db import`: a database that `cupel db export` wrote, checked before it replaces the present one. */
export default defineCommand({
  id: 'db-import',
  summary: 'take the advisory database from a file of cupel db export',
  usage: 'FILE',
  arity: [1, 1],
  graceful: true,
  flags: { ...DB_FLAGS },
  description: 'A damaged file, or one of a newer format, is refused; the present database stays as it was.',
  examples: [['cupel db import advisories.cupel', 'every digest is checked first']],
  async run({ args, flags, env, cwd, signal, stdout }) {
    const { ecosystems } = await importDatabase({
      home: text(flags, 'db') ?? cupelHome(env),
      file: resolve(cwd, args[0] as string),
      signal,
    })
    stdout.write(
      `${counted(
        ecosystems.reduce((sum, one) => sum + one.records, 0),
        'advisory',
      )} of ${counted(ecosystems.length, 'ecosystem')}\n`,
    )
    return 0
  },
})
