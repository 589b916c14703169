import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Refused } from '@cupel/provenance'
import type { InspectionResult, LayoutInspection } from '@cupel/provenance'
import { recordArtifacts } from './record-artifacts.ts'

export interface InspectionSandbox {
  /** Folder with the final product; inspections work on a copy. */
  readonly folder: string
  readonly timeoutMs: number
}

/** Shuts everything but the copy against writing, then becomes the inspection, as nobody special. Exit 125: it could not. */
const CONFINE = `d=$1; shift
mount --bind "$d" "$d" || exit 125
for m in $(awk '{print $5}' /proc/self/mountinfo); do
  case $m in "$d"|/proc|/proc/*) ;; *) mount -o remount,bind,ro "$m" || exit 125 ;; esac
done
cd "$d/work" && exec unshare --user --map-user=1000 --map-group=1000 -- "$@"`

const PLAIN_USER = ['unshare', '--user', '--map-user=1000', '--map-group=1000', '--']
const MAX_OUTPUT = 1_000_000
const NO_SANDBOX = 125

/**
 * Runs one inspection of a layout on a copy of the product: in name spaces of its own without network, able to write into that copy
 * only, with a time limit and without the user's environment. Refuses where the system cannot confine it; nothing is ever run openly.
 */
export function runInspection({ name, run }: LayoutInspection, { folder, timeoutMs }: InspectionSandbox): InspectionResult {
  const place = mkdtempSync(join(tmpdir(), 'cupel-inspection-'))
  try {
    const work = join(place, 'work')
    mkdirSync(join(place, 'tmp'))
    cpSync(folder, work, { recursive: true, verbatimSymlinks: true })
    openFolders(work)
    const materials = recordArtifacts(['.'], work)
    const wrapped = ['--map-root-user', '--net', '--mount', '--pid', '--fork', '--kill-child', 'sh', '-c', CONFINE, 'sh', place, ...run]
    const { status, error } = spawnSync('unshare', wrapped, {
      env: { PATH: process.env['PATH'] ?? '', LANG: 'C.UTF-8', HOME: join(place, 'tmp'), TMPDIR: join(place, 'tmp') },
      stdio: 'ignore',
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
      maxBuffer: MAX_OUTPUT,
    })
    if ((error as NodeJS.ErrnoException | undefined)?.code === 'ETIMEDOUT') throw timedOut(name, timeoutMs)
    if (error !== undefined || status === NO_SANDBOX || status === null) throw unconfined(name, error)
    return { exitCode: status, materials, products: recordArtifacts(['.'], work) }
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
}

/** A product that was unpacked read-only is so in the copy too; inspections may write there. */
function openFolders(folder: string): void {
  chmodSync(folder, 0o755)
  for (const entry of readdirSync(folder, { withFileTypes: true })) if (entry.isDirectory()) openFolders(join(folder, entry.name))
}

/** Whether this system can confine an inspection at all. */
export function canConfine(): boolean {
  return (
    spawnSync('unshare', ['--map-root-user', '--net', '--mount', '--pid', '--fork', ...PLAIN_USER, 'true'], { stdio: 'ignore' }).status ===
    0
  )
}

function timedOut(name: string, timeoutMs: number): Refused {
  return new Refused('limit-exceeded', `Inspection ${name} did not end in time`, { expected: `${timeoutMs / 1000} seconds at most` })
}

function unconfined(name: string, cause: unknown): Refused {
  return new Refused('policy-not-met', `Inspection ${name} cannot be confined on this system, and was not run`, {
    expected: 'unshare of util-linux, and user name spaces',
    remedy: 'verify on a Linux machine that allows user name spaces',
    cause,
  })
}
