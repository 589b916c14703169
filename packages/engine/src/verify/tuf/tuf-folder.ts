import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { readOnlyHome, targetMissing } from '@cupel/model'
import type { TufState } from '@cupel/provenance'

const MAX_BYTES = 32_000_000

/** What was trusted last time: `ROLE.json` for each role, its name quoted as in addresses. Empty when there is no such folder. */
export function readTufFolder(folder: string): TufState {
  const state = new Map<string, Buffer>()
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return state
  for (const name of readdirSync(folder)) {
    if (!name.endsWith('.json')) continue
    const file = join(folder, name)
    const role = roleOf(name.slice(0, -'.json'.length))
    if (role === null || !statSync(file).isFile()) continue
    if (statSync(file).size > MAX_BYTES) throw targetMissing(file, new Error('it is too large for metadata'))
    state.set(role, readFileSync(file))
  }
  return state
}

function roleOf(quoted: string): string | null {
  try {
    return decodeURIComponent(quoted)
  } catch {
    return null
  }
}

/** Keeps what is trusted now; a file that did not change is not touched, and each is written whole or not at all. */
export function writeTufFolder(folder: string, state: TufState, before: TufState): void {
  for (const [role, bytes] of state) {
    if (before.get(role)?.equals(bytes) !== true) writeWhole(join(folder, `${encodeURIComponent(role)}.json`), bytes)
  }
}

/** Writes a file beside and renames it. Throws CupelError when the folder cannot be written; what was there stays. */
export function writeWhole(file: string, bytes: Uint8Array): void {
  const beside = `${file}.${process.pid}.tmp`
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(beside, bytes, { flag: 'wx' })
    renameSync(beside, file)
  } catch (error) {
    rmSync(beside, { force: true })
    throw readOnlyHome(file, error)
  }
}
