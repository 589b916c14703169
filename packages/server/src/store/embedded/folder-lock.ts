import { randomUUID } from 'node:crypto'
import { linkSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { storeLocked } from '@cupel/model'
import { isRunning, thisProcess } from './process-identity.ts'
import type { ProcessIdentity } from './process-identity.ts'

/** Held as long as the embedded store is open. */
export interface FolderLock {
  release(): void
}

export interface FolderLockOptions {
  /** Called when the lock turned out to be somebody else's: nothing may be written any more. */
  readonly onLost: () => void
  /** How long the lock of a process that cannot be asked is watched for a sign of life. */
  readonly watchMs?: number
  readonly beatMs?: number
}

interface Holder extends ProcessIdentity {
  readonly token: string
}

const BEAT_MS = 3000
const WATCH_MS = 12_000

/**
 * Takes the folder for this process alone. It is never taken from a process that runs: within one system the process is asked; a
 * holder on another (another container, a shared disk) is believed gone only when it gave no sign of life for several beats.
 * Throws CupelError when it is held.
 */
export async function lockFolder(folder: string, { onLost, watchMs = WATCH_MS, beatMs = BEAT_MS }: FolderLockOptions): Promise<FolderLock> {
  const path = join(folder, 'lock')
  const me: Holder = { ...thisProcess(), token: randomUUID() }
  while (!created(path, me)) {
    const text = textOf(path)
    if (text === null) continue
    const holder = parsed(text)
    if (holder !== null && holder.space === me.space) {
      if (isRunning(holder)) throw storeLocked(folder, `process ${holder.pid}`)
    } else if (await showsLife(path, text, watchMs)) {
      throw storeLocked(folder, holder === null ? 'another process' : `process ${holder.pid} on ${holder.host}`)
    }
    setAside(path, text)
  }
  const beat = setInterval(() => {
    if (parsed(textOf(path) ?? '')?.token === me.token) return touch(path)
    clearInterval(beat)
    onLost()
  }, beatMs)
  beat.unref()
  return {
    release() {
      clearInterval(beat)
      if (parsed(textOf(path) ?? '')?.token === me.token) rmSync(path, { force: true })
    },
  }
}

/** Whole or not at all: another process never reads half a lock. */
function created(path: string, holder: Holder): boolean {
  const own = `${path}.${holder.token}`
  writeFileSync(own, JSON.stringify(holder), { flag: 'wx' })
  try {
    linkSync(own, path)
    return true
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return false
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'ENOSYS') throw error
    return createdWithoutLinks(path, holder)
  } finally {
    rmSync(own, { force: true })
  }
}

function createdWithoutLinks(path: string, holder: Holder): boolean {
  try {
    writeFileSync(path, JSON.stringify(holder), { flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** Removes the lock that was judged, and no other: one that was put there since is put back. */
function setAside(path: string, judged: string): void {
  const aside = `${path}.${randomUUID()}`
  try {
    renameSync(path, aside)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  if (textOf(aside) !== judged) linkSync(aside, path)
  rmSync(aside, { force: true })
}

async function showsLife(path: string, text: string, watchMs: number): Promise<boolean> {
  const before = beatOf(path)
  await sleep(watchMs)
  return textOf(path) === text && beatOf(path) !== before
}

function beatOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
}

function touch(path: string): void {
  const now = new Date()
  try {
    utimesSync(path, now, now)
  } catch {
    // Gone or not ours any more: the next beat tells.
  }
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

function parsed(text: string): Holder | null {
  try {
    const value = JSON.parse(text) as Partial<Holder>
    return typeof value.pid === 'number' && typeof value.space === 'string' && typeof value.token === 'string' ? (value as Holder) : null
  } catch {
    return null
  }
}
