import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Times of one command as a whole process, milliseconds, against bare Node in the same rounds. */
export interface Timed {
  readonly medianMs: number
  readonly bareMs: number
  /** Median of the round-by-round ratios to bare Node. */
  readonly ratio: number
  readonly rssMb: number
  readonly exitCode: number | null
}

export interface MeasureOptions {
  readonly rounds: number
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
}

/** Certificates that Node 20 would parse at every start are no part of what is measured. */
function environment(extra: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const { NODE_EXTRA_CA_CERTS: _, NODE_OPTIONS: __, ...rest } = process.env
  return { ...rest, ...extra }
}

function once(command: readonly string[], options: MeasureOptions): { ms: number; status: number | null } {
  const started = process.hrtime.bigint()
  const { status } = spawnSync(command[0] as string, command.slice(1), {
    cwd: options.cwd,
    env: environment(options.env),
    stdio: ['ignore', 'ignore', 'ignore'],
  })
  return { ms: Number(process.hrtime.bigint() - started) / 1e6, status }
}

/** Runs a command and bare Node in turn, so that a machine whose speed drifts still gives a fair ratio. */
export function measure(command: readonly string[], options: MeasureOptions): Timed {
  const bare = [process.execPath, '-e', '0']
  once(command, options)
  once(bare, options)
  const rounds = Array.from({ length: options.rounds }, () => ({ own: once(command, options), bare: once(bare, options).ms }))
  return {
    medianMs: median(rounds.map(({ own }) => own.ms)),
    bareMs: median(rounds.map((round) => round.bare)),
    ratio: median(rounds.map((round) => round.own.ms / round.bare)),
    rssMb: command[0] === process.execPath ? peakRss(command, options) : Number.NaN,
    exitCode: rounds[0]?.own.status ?? null,
  }
}

/**
 * Peak resident memory of a Node command in MB, told by itself at its end, in a run of its own. By the kernel's word about the program
 * alone where there is one: `maxRSS` also counts whoever started it.
 */
function peakRss(command: readonly string[], options: MeasureOptions): number {
  const folder = mkdtempSync(join(tmpdir(), 'cupel-bench-'))
  const probe = join(folder, 'probe.cjs')
  const answer = join(folder, 'rss')
  writeFileSync(probe, `const answer = ${JSON.stringify(answer)}\n${PROBE}`)
  try {
    once([process.execPath, '--require', probe, ...command.slice(1)], options)
    return Number(readFileSync(answer, 'utf8')) / 1024
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const PROBE = `const { readFileSync, writeFileSync } = require('node:fs')
process.on('exit', () => {
  let peak = process.resourceUsage().maxRSS
  try {
    peak = /VmHWM:\\s+(\\d+)/.exec(readFileSync('/proc/self/status', 'latin1'))[1]
  } catch {}
  writeFileSync(answer, String(peak))
})
`

/** User-mode instructions of a command in millions, by `perf` or, where that cannot count, by valgrind; null without either. */
export function instructions(command: readonly string[], options: MeasureOptions): number | null {
  const settings = { cwd: options.cwd, env: environment(options.env), encoding: 'utf8', maxBuffer: 1 << 28 } as const
  const perf = spawnSync('perf', ['stat', '-x,', '-e', 'instructions:u', ...command], settings)
  const counted = Number(
    perf.stderr
      ?.split('\n')
      .find((line) => line.includes('instructions:u'))
      ?.split(',')[0],
  )
  if (perf.status !== null && counted > 0) return counted / 1e6
  const valgrind = spawnSync('valgrind', ['--tool=callgrind', '--callgrind-out-file=/dev/null', ...command], settings)
  const collected = Number(/Collected : (\d+)/.exec(valgrind.stderr ?? '')?.[1])
  return collected > 0 ? collected / 1e6 : null
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
