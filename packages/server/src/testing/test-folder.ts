import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { prepareDataFolder } from '../store/embedded/data-folder.ts'
import { packTemplate } from '../store/embedded/template.ts'
import { keptFile } from './kept-file.ts'
import { launchHere } from './launch-here.ts'

/** A new folder, in memory where the system has such a disk: what is tested is not the disk's speed. */
export function testFolder(name: string): string {
  return mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), `cupel-${name}-`))
}

/** A packed data directory without a schema, kept between runs, since initdb takes seconds. */
export function emptyTemplate(): Promise<Uint8Array> {
  return keptFile('empty.bin', async () => {
    const folder = testFolder('template')
    const packed = packTemplate(await prepareDataFolder(folder, { template: null, assets: null, launch: launchHere }))
    rmSync(folder, { recursive: true, force: true })
    return packed
  })
}
