import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

/** Who holds something. Process ids mean something only to processes of the same `space`. */
export interface ProcessIdentity {
  readonly pid: number
  /** When the process started, in the system's own ticks; empty where the system does not tell. */
  readonly started: string
  readonly host: string
  /** Host, its boot and its namespace of process ids: containers share a kernel, but not their ids. */
  readonly space: string
}

export function thisProcess(): ProcessIdentity {
  const host = hostname()
  return { pid: process.pid, started: startOf(process.pid), host, space: `${host} ${bootOf()} ${namespaceOf()}` }
}

/** Whether this very process still runs: the same number may have been given to another since. Asked only within one `space`. */
export function isRunning({ pid, started }: Pick<ProcessIdentity, 'pid' | 'started'>): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    // EPERM: it runs, as somebody else.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  const now = startOf(pid)
  return now === '' || started === '' || now === started
}

/** Field 22 of proc(5) stat; the second field is the name in brackets, which may hold anything. */
function startOf(pid: number): string {
  const text = readText(`/proc/${pid}/stat`)
  return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? ''
}

function bootOf(): string {
  return readText('/proc/sys/kernel/random/boot_id').trim()
}

function namespaceOf(): string {
  try {
    return readlinkSync('/proc/self/ns/pid')
  } catch {
    return ''
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
