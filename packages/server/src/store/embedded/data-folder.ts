import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { storeDamaged, storeOfOtherEngine } from '@cupel/model'
import { EngineClient } from './engine-client.ts'
import type { LaunchEngine } from './launch-engine.ts'
import { syncFolder, unpackTemplate } from './template.ts'

/** Major version of PostgreSQL that the embedded engine is; a data directory of another cannot be opened. */
export const ENGINE_MAJOR = '18'

export interface DataFolderOptions {
  readonly template: Uint8Array | null
  readonly assets: string | null
  readonly launch: LaunchEngine
}

/**
 * The data directory inside a store's folder, made when there is none: beside, and renamed, so that a half-made one is never
 * opened. Throws CupelError for one that another major version wrote, or that is none.
 */
export async function prepareDataFolder(folder: string, { template, assets, launch }: DataFolderOptions): Promise<string> {
  const data = join(folder, 'data')
  if (existsSync(data)) {
    checkVersion(folder, data)
    return data
  }
  for (const name of readdirSync(folder)) if (name.startsWith('data.new')) rmSync(join(folder, name), { recursive: true, force: true })
  const fresh = join(folder, 'data.new')
  if (template === null) {
    mkdirSync(fresh, { mode: 0o700 })
    const engine = new EngineClient(launch({ assets, dataFolder: fresh, image: null }))
    await engine.ready
    await engine.close()
  } else await unpackTemplate(template, fresh)
  renameSync(fresh, data)
  syncFolder(folder)
  return data
}

function checkVersion(folder: string, data: string): void {
  const file = join(data, 'PG_VERSION')
  if (!existsSync(file)) throw storeDamaged(folder, 'its data directory has no PG_VERSION')
  const version = readFileSync(file, 'utf8').trim()
  if (version !== ENGINE_MAJOR) throw storeOfOtherEngine(folder, version, ENGINE_MAJOR)
}
