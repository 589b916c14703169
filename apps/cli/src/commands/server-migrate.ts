import { migrate, schemaVersion } from '@cupel/server'
import { counted } from '../counted.ts'
import { defineCommand } from '../command.ts'
import { openStore, STORE_FLAGS } from '../store-flags.ts'

/** `cupel server migrate`: the schema of the store brought up to this version, before the server starts. */
export default defineCommand({
  id: 'server-migrate',
  summary: 'bring the schema of the server’s store up to this version',
  usage: '',
  arity: [0, 0],
  flags: { ...STORE_FLAGS },
  description:
    'cupel serve and cupel worker do this at their start; this is for doing it apart from them, with other rights. Steps only go forward; a backup before an upgrade is the way back. CUPEL_DATABASE_URL names a PostgreSQL server; otherwise the embedded database is meant.',
  examples: [['cupel server migrate', 'says which schema there was and is']],
  async run(context) {
    const { db, name } = await openStore(context)
    try {
      const before = await schemaVersion(db)
      const steps = await migrate(db, context.now())
      const after = await schemaVersion(db)
      const done = steps === 0 ? `schema ${after}, nothing to do` : `schema ${before} to ${after}, ${counted(steps, 'step')}`
      context.stdout.write(`${name}: ${done}\n`)
      return 0
    } finally {
      await db.close()
    }
  },
})
