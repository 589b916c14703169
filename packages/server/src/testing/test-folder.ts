import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { prepareDataFolder } from '../store/embedded/data-folder.ts'
import { packTemplate } from '../store/embedded/template.ts'
import { launchHere } from './launch-here.ts'

const CACHE = join(import.meta.dirname, '..', '..', '..', '..', 'node_modules', '.cache', 'cupel-test')

/** A new folder, in memory where the system has such a disk: what is tested is not the disk's speed. */
export function testFolder(name: string): string {
  return mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), `cupel-${name}-`))
}

/** A packed data directory without a schema, kept between runs, since initdb takes seconds. */
export async function emptyTemplate(): Promise<Uint8Array> {
  const file = join(CACHE, 'empty.bin')
  if (existsSync(file)) return readFileSync(file)
  const folder = testFolder('template')
  const packed = packTemplate(await prepareDataFolder(folder, { template: null, assets: null, launch: launchHere }))
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(CACHE, { recursive: true })
  writeFileSync(`${file}.${process.pid}`, packed)
  renameSync(`${file}.${process.pid}`, file)
  return packed
}
