import { mkdirSync } from 'node:fs'
import { diskFull, installationDamaged, storeDamaged, storeUnwritable } from '@cupel/model'
import type { Log } from '../services.ts'
import type { Database } from './database.ts'
import { prepareDataFolder } from './embedded/data-folder.ts'
import { engineAssets, templateOf } from './embedded/engine-assets.ts'
import { lockFolder } from './embedded/folder-lock.ts'
import { keepHouse } from './embedded/housekeeping.ts'
import { launchThread } from './embedded/launch-engine.ts'
import type { LaunchEngine } from './embedded/launch-engine.ts'
import { openEmbedded } from './embedded/open-embedded.ts'
import { watchSpace } from './embedded/watch-space.ts'
import { openPostgresql } from './postgresql/open-postgresql.ts'
import { StoreFault } from './store-fault.ts'

export interface OpenOptions {
  /** `postgresql://…`: that server. It wins over `folder`. */
  readonly url?: string
  /** Of the embedded store; made when missing. Without url and folder the store is in memory and gone afterwards. */
  readonly folder?: string
  readonly log: Log
  readonly poolSize?: number
  readonly statementTimeoutMs?: number
  /** How long a statement waits for a database that went away. */
  readonly patienceMs?: number
  readonly checkpointSeconds?: number
  /** The folder's lock became another's; the store refuses everything from then on. */
  readonly onLost?: () => void
  /** Folder of the engine's files when they are not beside the bundle. */
  readonly assets?: string
  /** What a new folder starts from when it is not the built schema, for tests. */
  readonly template?: Uint8Array
  /** How the engine is started, for tests; in a thread of its own unless told. */
  readonly launch?: LaunchEngine
}

/**
 * Opens the store, as it is: `migrate` brings its schema up to date. Throws CupelError when it is held by another process, of a wrong
 * version, damaged, unreachable or cannot be written.
 */
export async function openDatabase(options: OpenOptions): Promise<Database> {
  const { url, folder, log } = options
  if (url !== undefined) return openPostgresql(url, options)
  const assets = options.launch === undefined ? (options.assets ?? engineAssets()) : null
  const launch: LaunchEngine = options.launch ?? ((start) => launchThread({ ...start, assets: assets ?? missingAssets() }))
  if (folder === undefined) return openEmbedded({ assets, dataFolder: null, image: null }, { launch, log })
  try {
    return await openFolder(folder, { options, assets, launch })
  } catch (error) {
    throw explained(folder, error)
  }
}

function missingAssets(): never {
  throw installationDamaged('the embedded database is missing')
}

interface Engine {
  readonly options: OpenOptions
  readonly assets: string | null
  readonly launch: LaunchEngine
}

async function openFolder(folder: string, { options, assets, launch }: Engine): Promise<Database> {
  const { log, patienceMs, checkpointSeconds, onLost } = options
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  let lost: () => void = () => {}
  const lock = await lockFolder(folder, { onLost: () => lost() })
  try {
    const dataFolder = await prepareDataFolder(folder, { template: options.template ?? templateOf(assets), assets, launch })
    const db = await openEmbedded({ assets, dataFolder, image: null }, { launch, log, ...(patienceMs === undefined ? {} : { patienceMs }) })
    const stopWatching = await watchSpace(db, folder, log)
    const stopHousekeeping = keepHouse(db, { log, ...(checkpointSeconds === undefined ? {} : { everySeconds: checkpointSeconds }) })
    lost = () => {
      log.error({ folder }, 'another process took the folder of the embedded database; nothing more is written')
      void db.abandon('another process took the folder of the database')
      onLost?.()
    }
    return {
      ...db,
      async close() {
        stopWatching()
        await stopHousekeeping()
        await db.close()
        lock.release()
      },
    }
  } catch (error) {
    lock.release()
    throw error
  }
}

/** ENOENT: what Node says of a folder that is to be made on a disk that is read-only. */
const UNWRITABLE: ReadonlySet<string> = new Set(['ENOENT', 'EACCES', 'EPERM', 'EROFS', 'EEXIST', 'ENOTDIR'])

function explained(folder: string, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException
  if (code !== undefined && UNWRITABLE.has(code)) return storeUnwritable(folder, error)
  if (code === 'ENOSPC') return diskFull(folder, error)
  if (error instanceof StoreFault) return storeDamaged(folder, error.message, error)
  return error
}
