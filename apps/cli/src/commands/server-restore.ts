import { resolve } from 'node:path'
import { JOBS, restoreStore } from '@cupel/server'
import { copiedTables } from '../copied-tables.ts'
import { defineCommand } from '../command.ts'
import { openStore, STORE_FLAGS } from '../store-flags.ts'

/** `cupel server restore`: a backup put into an empty store, of either engine. */
export default defineCommand({
  id: 'server-restore',
  summary: 'put a backup into an empty store',
  usage: 'FILE',
  arity: [1, 1],
  flags: { ...STORE_FLAGS },
  description:
    'The file is read to its end and every digest checked before anything is written; every row is read back and compared. A damaged file, one of a newer version, and a store that holds anything are refused. A backup of an older version is brought up to this one. It does not matter which engine the backup was made of.',
  examples: [
    ['cupel server restore cupel.backup --data new-folder', 'then: cupel serve --data new-folder'],
    ['CUPEL_DATABASE_URL=postgresql://cupel@db/empty cupel server restore cupel.backup', 'into a PostgreSQL server'],
  ],
  async run(context) {
    const { args, cwd, now, stdout } = context
    const { db, name } = await openStore(context)
    try {
      const file = resolve(cwd, args[0] as string)
      const { made, tables } = await restoreStore(db, file, { now: now(), name, definitions: JOBS })
      stdout.write(`${copiedTables(tables)}restored ${name} as it was at ${made}\n`)
      return 0
    } finally {
      await db.close()
    }
  },
})
