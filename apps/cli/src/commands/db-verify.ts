import { cupelHome, verifyDatabase } from '@cupel/engine/database'
import { printable } from '@cupel/engine'
import { defineCommand, text } from '../command.ts'
import { DB_FLAGS } from '../db-flags.ts'

/** `cupel db verify`: every byte of the database against its digests. */
export default defineCommand({
  id: 'db-verify',
  summary: 'check every file of the advisory database against its digest',
  usage: '',
  arity: [0, 0],
  flags: { ...DB_FLAGS },
  examples: [['cupel db verify', 'exit 0 when whole, 3 with the damaged files named']],
  run({ flags, env, stdout }) {
    const { files, ok, digest } = verifyDatabase(text(flags, 'db') ?? cupelHome(env))
    for (const { file, fault } of files) if (fault !== '') stdout.write(`damaged: ${printable(file)}: ${printable(fault)}\n`)
    stdout.write(ok ? `${files.length} files are whole, digest sha256:${digest}\n` : 'run cupel db sync --force to build it anew\n')
    return ok ? 0 : 3
  },
})
