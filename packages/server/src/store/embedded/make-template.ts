import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openWorkQueue } from '../../jobs/open-work-queue.ts'
import { JOBS } from '../../jobs/registry.ts'
import { silentLog } from '../../testing/silent-log.ts'
import { migrate } from '../migrate.ts'
import { prepareDataFolder } from './data-folder.ts'
import { launchThread } from './launch-engine.ts'
import type { LaunchEngine } from './launch-engine.ts'
import { openEmbedded } from './open-embedded.ts'
import { packTemplate } from './template.ts'

/** When the steps of a template were taken, in its own words: the same build gives the same record. */
const EPOCH = new Date('2026-01-01T00:00:00Z')

/** Makes, at build time, the packed data directory that new stores start from: initdb's, with the schema and the queues of this version. */
export async function makeTemplate(assets: string): Promise<Uint8Array> {
  const launch: LaunchEngine = (start) => launchThread({ ...start, assets })
  const folder = mkdtempSync(join(tmpdir(), 'cupel-template-'))
  try {
    const dataFolder = await prepareDataFolder(folder, { template: null, assets, launch })
    const db = await openEmbedded({ assets, dataFolder, image: null }, { launch, log: silentLog })
    await migrate(db, EPOCH)
    await openWorkQueue(db, { definitions: JOBS })
    // Two thirds of the files are databases that others are made from, and here none is.
    await db.run('UPDATE pg_database SET datistemplate = false')
    for (const name of ['template0', 'template1']) await db.run(`DROP DATABASE ${name}`)
    await db.run('VACUUM (FREEZE, ANALYZE)')
    await db.close()
    return packTemplate(dataFolder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
