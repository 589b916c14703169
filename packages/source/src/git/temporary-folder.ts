import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const left = new Set<string>()

/** A new folder of this process that nobody else may read. What was not removed by `removeTemporaryFolder` goes when the process ends. */
export function makeTemporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cupel-git-'))
  if (left.size === 0) process.on('exit', removeAll)
  left.add(folder)
  return folder
}

/** Removes such a folder and all in it; links in it are removed, not followed. */
export function removeTemporaryFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true })
  left.delete(folder)
  if (left.size === 0) process.off('exit', removeAll)
}

function removeAll(): void {
  for (const folder of left) rmSync(folder, { recursive: true, force: true })
}
