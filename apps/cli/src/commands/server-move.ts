import { usageMissingArgument } from '@cupel/model'
import { JOBS, migrate, moveStore } from '@cupel/server'
import { copiedTables } from '../copied-tables.ts'
import { defineCommand, text } from '../command.ts'
import { openFolder, openServer, STORE_FLAGS, storeUrl } from '../store-flags.ts'

/** `cupel server move`: from the embedded database to a PostgreSQL server. */
export default defineCommand({
  id: 'server-move',
  summary: 'move the store from the embedded database to a PostgreSQL server',
  usage: '',
  arity: [0, 0],
  flags: {
    ...STORE_FLAGS,
    to: {
      type: 'string',
      value: 'URL',
      help: 'the empty database to fill, as postgresql://USER@HOST/DATABASE (default: CUPEL_DATABASE_URL)',
    },
  },
  description:
    'Everything goes, with what waits in the queue, in one transaction; then every row is read back and the digests of each table are compared. The embedded database stays as it was. A password is better given by CUPEL_DATABASE_URL or PGPASSWORD than in a command line, which others on the machine can read.',
  examples: [
    ['CUPEL_DATABASE_URL=postgresql://cupel@db/cupel cupel server move', 'then start the server with the same CUPEL_DATABASE_URL'],
  ],
  async run(context) {
    const { flags, now, stdout } = context
    const url = text(flags, 'to') ?? storeUrl(context)
    if (url === null) throw usageMissingArgument('--to URL or CUPEL_DATABASE_URL', 'server move')
    const to = await openServer(url, context)
    try {
      const from = await openFolder(context)
      try {
        await migrate(from.db, now())
        const tables = await moveStore(from.db, to.db, { now: now(), name: to.name, definitions: JOBS })
        stdout.write(`${copiedTables(tables)}equal in ${from.name} and ${to.name}\n`)
        return 0
      } finally {
        await from.db.close()
      }
    } finally {
      await to.db.close()
    }
  },
})
