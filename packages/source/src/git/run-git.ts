import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { spawn } from 'node:child_process'
import { gitEnvironment, SAFE_OPTIONS } from './git-environment.ts'
import { GitFailed } from './git-failed.ts'
import type { GitLimits } from './git-limits.ts'

/** Where git runs and within which bounds. */
export interface GitPlace {
  /** Folder that is the child's working directory and home; holds nothing of the scanned tree's making. */
  readonly home: string
  /** The repository git may see; left out for commands that need none. */
  readonly gitDir?: string
  readonly limits: GitLimits
}

/** Starts one git child in a clean environment. Never by a shell. */
export function startGit(place: GitPlace, args: readonly string[]): ChildProcessWithoutNullStreams {
  const extra = place.gitDir === undefined ? {} : { GIT_DIR: place.gitDir }
  const child = spawn('git', [...SAFE_OPTIONS, ...args], {
    cwd: place.home,
    env: gitEnvironment(place.home, extra),
    shell: false,
    windowsHide: true,
  })
  child.stdin.on('error', () => {})
  return child
}

/**
 * Runs git to its end and gives what it wrote. Throws GitFailed when it is missing, ends with another code than 0 or one of `accept`,
 * takes longer or writes more than the limits say.
 */
export async function runGit(
  place: GitPlace,
  args: readonly string[],
  options: { readonly input?: Uint8Array | string; readonly accept?: readonly number[] } = {},
): Promise<Buffer> {
  const child = startGit(place, args)
  const errors = tail(child)
  const pieces: Buffer[] = []
  let size = 0
  let stopped: string | undefined
  const stop = (reason: string) => {
    stopped ??= reason
    child.kill('SIGKILL')
  }
  const timer = setTimeout(() => stop(`took longer than ${place.limits.timeoutMs / 1000} s`), place.limits.timeoutMs)
  child.stdout.on('data', (piece: Buffer) => {
    size += piece.length
    if (size > place.limits.answerBytes) return stop(`answered with more than ${place.limits.answerBytes} bytes`)
    pieces.push(piece)
  })
  child.stdin.end(options.input ?? '')
  try {
    const code = await ended(child)
    if (stopped !== undefined) throw new GitFailed(`git ${args[0]} ${stopped}`)
    if (code !== 0 && !options.accept?.includes(code)) throw new GitFailed(`git ${args[0]} failed: ${errors() || `exit code ${code}`}`)
    return Buffer.concat(pieces)
  } finally {
    clearTimeout(timer)
  }
}

/** Exit code of a child once its output is read; 128 for one that a signal ended. Throws GitFailed when it could not be started. */
export function ended(child: ChildProcessWithoutNullStreams): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', (error) => reject(new GitFailed(`git cannot be started: ${codeOf(error)}`)))
    child.once('close', (code) => resolve(code ?? 128))
  })
}

function codeOf(error: Error): string {
  return 'code' in error && error.code === 'ENOENT' ? 'it is not installed or not on the PATH' : error.message
}

const TAIL_BYTES = 4096

/** Keeps the end of what a child writes to its error stream; answers its last line. */
export function tail(child: ChildProcessWithoutNullStreams): () => string {
  let kept = Buffer.alloc(0)
  child.stderr.on('data', (piece: Buffer) => {
    kept = Buffer.concat([kept, piece]).subarray(-TAIL_BYTES)
  })
  return () => kept.toString('utf8').trim().split('\n').at(-1) ?? ''
}
