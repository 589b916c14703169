import { lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const PREFIX = 'cupel-clone-'
const NAME = /^cupel-clone-[A-Za-z0-9]{6}$/
const STALE_MS = 86_400_000
const open = new Set<string>()

/** A new folder for a clone, with the number of the process that it belongs to. It goes when that ends in any way but by force. */
export function makeCloneFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), PREFIX))
  if (open.size === 0) process.on('exit', removeAll)
  open.add(folder)
  writeFileSync(join(folder, 'process'), String(process.pid))
  return folder
}

/** Removes such a folder; links in it are removed, not followed. */
export function removeCloneFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true })
  open.delete(folder)
  if (open.size === 0) process.off('exit', removeAll)
}

/**
 * Removes clones that killed runs of this user left behind: folders older than a day, of the exact form of name, whose process is no more.
 * Whatever cannot be removed stays, and is no failure.
 */
export function removeStaleClones(now: Date = new Date(), root = tmpdir()): void {
  for (const name of entries(root)) {
    if (!NAME.test(name)) continue
    const folder = join(root, name)
    try {
      const stat = lstatSync(folder)
      const own = process.getuid === undefined || process.getuid() === stat.uid
      if (own && stat.isDirectory() && now.getTime() - stat.mtimeMs > STALE_MS && !isRunning(folder))
        rmSync(folder, { recursive: true, force: true })
    } catch {
      continue
    }
  }
}

/** A folder without a number was left before one could be written. */
function isRunning(folder: string): boolean {
  let stated: string
  try {
    stated = readFileSync(join(folder, 'process'), 'utf8')
  } catch {
    return false
  }
  if (!/^\d{1,10}$/.test(stated)) return false
  try {
    process.kill(Number(stated), 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

function entries(root: string): readonly string[] {
  try {
    return readdirSync(root)
  } catch {
    return []
  }
}

function removeAll(): void {
  for (const folder of open) rmSync(folder, { recursive: true, force: true })
}
