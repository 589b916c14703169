import { closeSync, openSync, readFileSync, rmSync, statSync, utimesSync, writeSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { indexLocked } from '@cupel/model'

/** Held while the index is being changed. */
export interface Lock {
  release(): void
}

export interface LockOptions {
  readonly signal: AbortSignal
  /** How long to wait for another holder. */
  readonly waitMs: number
  /** Called once, when another process holds the lock. */
  readonly waiting: (holder: string) => void
}

interface Holder {
  readonly pid: number
  readonly host: string
}

const POLL_MS = 200
const BEAT_MS = 10_000
/** A holder that cannot be asked is believed dead after this long without a sign. */
const SILENT_MS = 120_000

/**
 * Takes the lock of a home, waiting for another process to be done. A lock whose process is gone is taken over. Throws
 * CupelError when it is still held after `waitMs`.
 */
export async function takeLock(home: string, { signal, waitMs, waiting }: LockOptions): Promise<Lock> {
  const path = join(home, 'sync.lock')
  let told = false
  for (let waited = 0; ; waited += POLL_MS) {
    signal.throwIfAborted()
    if (create(path)) return hold(path)
    const holder = readHolder(path)
    if (isGone(path, holder)) {
      takeOver(path)
      continue
    }
    const name = holder === null ? 'another process' : `process ${holder.pid} on ${holder.host}`
    if (!told) waiting(name)
    told = true
    if (waited >= waitMs) throw indexLocked(home, name)
    await sleep(POLL_MS, undefined, { signal })
  }
}

function create(path: string): boolean {
  let fd: number
  try {
    fd = openSync(path, 'wx')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
  try {
    writeSync(fd, JSON.stringify({ pid: process.pid, host: hostname() }))
    return true
  } catch (error) {
    // A lock that names nobody would keep everybody waiting.
    rmSync(path, { force: true })
    throw error
  } finally {
    closeSync(fd)
  }
}

function hold(path: string): Lock {
  const beat = setInterval(() => touch(path), BEAT_MS)
  beat.unref()
  return {
    release() {
      clearInterval(beat)
      rmSync(path, { force: true })
    },
  }
}

function touch(path: string): void {
  try {
    const now = new Date()
    utimesSync(path, now, now)
  } catch {
    // The lock was taken away; the work under it is still safe, since files are never changed once named.
  }
}

function readHolder(path: string): Holder | null {
  try {
    const value = JSON.parse(readFileSync(path, 'utf8')) as Partial<Holder>
    return { pid: Number(value.pid), host: String(value.host) }
  } catch {
    return null
  }
}

/** A lock without a name was left between its making and its writing, or is from another program. */
function isGone(path: string, holder: Holder | null): boolean {
  if (holder?.host === hostname()) return !isAlive(holder.pid)
  const stat = statSync(path, { throwIfNoEntry: false })
  return stat !== undefined && Date.now() - stat.mtimeMs > SILENT_MS
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Only one of several waiting processes may remove a dead lock, or it would remove the next one's. */
function takeOver(path: string): void {
  const gate = `${path}.gate`
  if (!create(gate)) {
    const stat = statSync(gate, { throwIfNoEntry: false })
    if (stat !== undefined && Date.now() - stat.mtimeMs > SILENT_MS) rmSync(gate, { force: true })
    return
  }
  try {
    const holder = readHolder(path)
    if (isGone(path, holder)) rmSync(path, { force: true })
  } finally {
    rmSync(gate, { force: true })
  }
}
