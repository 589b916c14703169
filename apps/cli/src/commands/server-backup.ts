import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { backupStore } from '@cupel/server'
import { copiedTables } from '../copied-tables.ts'
import { defineCommand } from '../command.ts'
import { openStore, STORE_FLAGS } from '../store-flags.ts'

/** `cupel server backup`: the whole store as one file. */
export default defineCommand({
  id: 'server-backup',
  summary: 'write the server’s whole store into one file',
  usage: 'FILE',
  arity: [1, 1],
  flags: { ...STORE_FLAGS },
  description:
    'One picture of one moment, compressed, with a digest of every table and of the whole. On PostgreSQL the server may go on meanwhile; the embedded database belongs to one process, so stop the server first. The file holds what the store holds, also secrets of webhooks: keep it as safe.',
  examples: [
    ['cupel server backup cupel.backup', 'then, elsewhere: cupel server restore cupel.backup'],
    ['CUPEL_DATABASE_URL=postgresql://cupel@db/cupel cupel server backup cupel.backup', 'of a PostgreSQL server'],
  ],
  async run(context) {
    const { args, cwd, now, stdout } = context
    const file = resolve(cwd, args[0] as string)
    const { db, name } = await openStore(context)
    try {
      const tables = await backupStore(db, file, now())
      stdout.write(`${copiedTables(tables)}wrote ${args[0] as string}, ${(statSync(file).size / 1_000_000).toFixed(1)} MB, of ${name}\n`)
      return 0
    } finally {
      await db.close()
    }
  },
})
