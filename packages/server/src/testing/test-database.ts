import { createHash, randomBytes } from 'node:crypto'
import pg from 'pg'
import type { Database } from '../store/database.ts'
import { openEmbedded } from '../store/embedded/open-embedded.ts'
import { migrate, migrationDigest } from '../store/migrate.ts'
import { MIGRATIONS } from '../store/migrations/index.ts'
import { openPostgresql } from '../store/postgresql/open-postgresql.ts'
import { keptFile } from './kept-file.ts'
import { launchHere } from './launch-here.ts'
import { silentLog } from './silent-log.ts'

const SCHEMA = createHash('sha256').update(MIGRATIONS.map(migrationDigest).join(' ')).digest('hex').slice(0, 12)
const EPOCH = new Date('2026-01-01T00:00:00Z')
/** The order of texts is the embedded engine's, whatever the server's own is. */
const NEW = "TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'"
/** What a run that was killed left behind is dropped after this long. */
const ORPHAN_SECONDS = 3600

const images = new Map<boolean, Promise<Uint8Array>>()

/**
 * A database of its own for one test file, migrated: in memory, or, with CUPEL_TEST_DATABASE_URL set to a server where databases may be
 * made, one of that server, dropped when it is closed. `empty`: without a schema.
 */
export async function openTestDatabase({ empty = false }: { readonly empty?: boolean } = {}): Promise<Database> {
  const url = process.env['CUPEL_TEST_DATABASE_URL']
  if (url !== undefined && url !== '') return onServer(url, empty)
  const image = images.get(empty) ?? keptImage(empty)
  images.set(empty, image)
  return inMemory(await image)
}

function inMemory(image: Uint8Array | null): ReturnType<typeof openEmbedded> {
  return openEmbedded({ assets: null, dataFolder: null, image }, { launch: launchHere, log: silentLog })
}

/** Kept between runs: initdb and the schema take seconds, starting from an image a third of one. */
function keptImage(empty: boolean): Promise<Uint8Array> {
  return keptFile(`${empty ? 'empty' : SCHEMA}.tar`, async () => {
    const db = await inMemory(null)
    if (!empty) await migrate(db, EPOCH)
    await db.run('CHECKPOINT')
    const made = await db.image()
    await db.close()
    return made
  })
}

async function onServer(url: string, empty: boolean): Promise<Database> {
  const template = `cupel_template_${SCHEMA}`
  const name = `cupel_test_${Math.floor(Date.now() / 1000)}_${randomBytes(4).toString('hex')}`
  await asAdmin(url, async (admin) => {
    if (!empty) await makeTemplate(url, admin, template)
    await admin.query(`CREATE DATABASE ${name} ${empty ? NEW : `TEMPLATE ${template}`}`)
  })
  const db = await openPostgresql(withDatabase(url, name), { log: silentLog, poolSize: 5 })
  return {
    ...db,
    async close() {
      await db.close()
      await asAdmin(url, (admin) => admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`))
    },
  }
}

async function makeTemplate(url: string, admin: pg.Client, template: string): Promise<void> {
  await admin.query('SELECT pg_advisory_lock(20260101)')
  const { rows } = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [template])
  if (rows.length === 0) {
    await dropOrphans(admin)
    await admin.query(`CREATE DATABASE ${template}_new ${NEW}`)
    const db = await openPostgresql(withDatabase(url, `${template}_new`), { log: silentLog, poolSize: 1 })
    await migrate(db, EPOCH)
    await db.close()
    await admin.query(`ALTER DATABASE ${template}_new RENAME TO ${template}`)
  }
  await admin.query('SELECT pg_advisory_unlock(20260101)')
}

async function dropOrphans(admin: pg.Client): Promise<void> {
  const { rows } = await admin.query<{ datname: string }>("SELECT datname FROM pg_database WHERE datname ~ '^cupel_t(est|emplate)_'")
  const now = Date.now() / 1000
  for (const { datname } of rows) {
    const made = Number(/^cupel_test_(\d+)_/.exec(datname)?.[1] ?? 0)
    if (now - made > ORPHAN_SECONDS) await admin.query(`DROP DATABASE IF EXISTS ${datname} WITH (FORCE)`)
  }
}

async function asAdmin(url: string, work: (admin: pg.Client) => Promise<unknown>): Promise<void> {
  const admin = new pg.Client({ connectionString: url })
  await admin.connect()
  try {
    await work(admin)
  } finally {
    await admin.end()
  }
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.href
}
