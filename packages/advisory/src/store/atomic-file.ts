import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/** Writes beside and renames, so that a reader sees the old bytes or the new ones; both survive a crash of the machine. */
export function replaceFile(path: string, content: string): void {
  const temporary = `${path}.${process.pid}.tmp`
  try {
    const fd = openSync(temporary, 'w')
    try {
      writeSync(fd, content)
      fsyncSync(fd)
    } finally {
      closeSync(fd)
    }
    syncFolder(dirname(path))
    renameSync(temporary, path)
    syncFolder(dirname(path))
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
}

/** Makes renames in a folder lasting. Where folders cannot be opened (Windows) the file system does so itself. */
function syncFolder(folder: string): void {
  let fd: number
  try {
    fd = openSync(folder, 'r')
  } catch {
    return
  }
  try {
    fsyncSync(fd)
  } catch {
    // Some file systems refuse to sync a folder; the rename itself is still atomic.
  } finally {
    closeSync(fd)
  }
}
