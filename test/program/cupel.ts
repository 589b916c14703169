import { spawn, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ScanReport } from '@cupel/model'

export const ROOT = join(import.meta.dirname, '..', '..')
export const BIN = join(ROOT, 'apps', 'cli', 'bin', 'cupel.cjs')

export interface Run {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface RunOptions {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  readonly input?: string
  /** Flags of Node itself, before the program. */
  readonly node?: readonly string[]
}

/** Runs the built bundle as a user would, with a home of its own and no colours unless `env` says otherwise. */
export function cupel(args: readonly string[], options: RunOptions = {}): Run {
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [...(options.node ?? []), BIN, ...args], {
    cwd: options.cwd ?? ROOT,
    env: environment(options),
    input: options.input ?? '',
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  })
  if (error !== undefined) throw error
  return { code: status, stdout, stderr }
}

export interface Started {
  readonly child: ChildProcess
  /** Resolves when the process is gone and its output is read; a signal's death has the code null. */
  readonly done: Promise<Run>
}

/** The same without blocking: for servers in the test and for signals. An input of null leaves stdin open. */
export function startCupel(args: readonly string[], options: Omit<RunOptions, 'input'> & { readonly input?: string | null } = {}): Started {
  const child = spawn(process.execPath, [...(options.node ?? []), BIN, ...args], {
    cwd: options.cwd ?? ROOT,
    env: environment(options),
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => void (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => void (stderr += text))
  // A program that is done before its input reached it has broken the pipe; its exit code says how it went.
  child.stdin.on('error', () => undefined)
  if (options.input !== null) child.stdin.end(options.input ?? '')
  const done = new Promise<Run>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, stdout, stderr }))
  })
  return { child, done }
}

function environment({ env }: Pick<RunOptions, 'env'>): Record<string, string> {
  const { PATH = '' } = process.env
  return { PATH, HOME: '/nonexistent', CUPEL_HOME: '/nonexistent/cupel', LANG: 'C.UTF-8', ...env }
}

/** The report of `cupel scan … --format json --offline`, with the exit code it came with. */
export function scanJson(args: readonly string[], options: RunOptions = {}): { readonly code: number | null; readonly report: ScanReport } {
  const { code, stdout, stderr } = cupel(['scan', ...args, '--offline', '--format', 'json'], options)
  if (stdout === '') throw new Error(`no report, exit ${code}: ${stderr}`)
  return { code, report: JSON.parse(stdout) as ScanReport }
}

/** Runs `use` with a fresh folder that is gone afterwards. */
export function withFolder<T>(use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'cupel-test-'))
  const clean = (): void => rmSync(folder, { recursive: true, force: true })
  let result: T
  try {
    result = use(folder)
  } catch (error) {
    clean()
    throw error
  }
  if (!(result instanceof Promise)) {
    clean()
    return result
  }
  return result.finally(clean) as T
}
