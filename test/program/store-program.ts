import { createHash } from 'node:crypto'
import { writeSync } from 'node:fs'
import { migrate, openDatabase } from '@cupel/server'
import type { Database } from '@cupel/server'

// Run as a process of its own by the fault tests, which bundle it first: `write`, `check` or `seed` on the store of a folder.
const [mode, folder, assets, token] = process.argv.slice(2) as [string, string, string, string | undefined]
const ITEMS = 5
/** Nothing that could be packed, long enough to stand beside the table. */
const FILLER = "(SELECT string_agg(md5(concat($1::int4, ':', $2::int4, ':', g)), '') FROM generate_series(1, 120) AS g)"
const log = {
  debug() {},
  info() {},
  warn() {},
  error: (fields: object, message: string) => say(`log ${message} ${JSON.stringify(fields)}`),
}
const FILLER_OF_ROW = FILLER.replace('$1', 'batch').replace('$2', 'item')

function say(line: string): void {
  writeSync(1, `${line}\n`)
}

/** Batches of rows, each in one transaction; a batch is acknowledged on stdout after its commit. Goes on through faults. */
async function write(db: Database): Promise<void> {
  await db.script('CREATE TABLE IF NOT EXISTS fault (batch int4, item int4, filler text NOT NULL, PRIMARY KEY (batch, item))')
  const [last] = await db.query<{ batch: number | null }>('SELECT max(batch) AS batch FROM fault')
  for (let batch = (last?.batch ?? 0) + 1; ; batch++) {
    try {
      await db.transaction(async (transaction) => {
        for (let item = 0; item < ITEMS; item++) {
          await transaction.run(`INSERT INTO fault VALUES ($1, $2, ${FILLER})`, [batch, item])
        }
      })
      say(`ack ${batch}`)
    } catch (error) {
      const { code = '', name, message } = error as Error & { code?: string }
      say(`fault ${name} ${code} ${message}`)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}

/** What is there, counted by the table and by its index: whole batches, and rows that no whole batch explains. */
async function check(db: Database): Promise<void> {
  const whole = await db.query<{ batch: number }>(
    `SELECT batch FROM fault GROUP BY batch HAVING count(*) = $1 AND bool_and(filler = ${FILLER_OF_ROW}) ORDER BY batch`,
    [ITEMS],
  )
  const counts = await db.transaction(async (transaction) => {
    await transaction.script('SET LOCAL enable_indexscan = off; SET LOCAL enable_indexonlyscan = off; SET LOCAL enable_bitmapscan = off')
    const [scanned] = await transaction.query<{ n: number }>('SELECT count(*) AS n FROM fault')
    await transaction.script('SET LOCAL enable_indexonlyscan = on; SET LOCAL enable_indexscan = on; SET LOCAL enable_seqscan = off')
    const [indexed] = await transaction.query<{ n: number }>('SELECT count(*) AS n FROM fault WHERE batch > 0')
    return [scanned?.n ?? 0, indexed?.n ?? 0] as const
  })
  say(JSON.stringify({ whole: whole.map(({ batch }) => batch), rows: counts[0], indexed: counts[1] }))
}

/** An organisation with a project and an API token for it, as an administrator would make them. */
async function seed(db: Database): Promise<void> {
  const now = new Date()
  await migrate(db, now)
  await db.run("INSERT INTO organisation (slug, name, created_at) VALUES ('acme', 'Acme', $1)", [now])
  await db.run("INSERT INTO project (org_id, slug, name, created_at) SELECT id, 'shop', 'Shop', $1 FROM organisation", [now])
  await db.run(
    `INSERT INTO api_token (digest, prefix, name, scopes, org_id, created_at, expires_at)
     SELECT $1, 'cupel_', 'test', '{portfolio:read,upload:write,project:write,triage:write}', id, $2, $2::timestamptz + interval '1 day' FROM organisation`,
    [createHash('sha256').update(String(token)).digest(), now],
  )
}

const db = await openDatabase({ folder, assets, log, checkpointSeconds: 0.2 })
say('open')
if (mode === 'write') await write(db)
else {
  await (mode === 'check' ? check(db) : seed(db))
  await db.close()
}
