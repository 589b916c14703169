import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const CUPEL = join(import.meta.dirname, '..', '..', 'apps', 'cli', 'bin', 'cupel.cjs')
const START_MS = 120_000

export interface RealServer {
  /** With the first-start token, as the terminal shows it; without, for a demonstration. */
  readonly url: string
  stop(): Promise<void>
}

/** `cupel serve` as somebody would start it, offline, in a folder of its own. */
export async function startReal(...flags: readonly string[]): Promise<RealServer> {
  const folder = mkdtempSync(join(tmpdir(), 'cupel-web-'))
  const child = spawn(
    process.execPath,
    [CUPEL, 'serve', '--port', '0', '--offline', ...(flags.includes('--demo') ? [] : ['--data', join(folder, 'data')]), ...flags],
    {
      env: { ...process.env, CUPEL_HOME: join(folder, 'home'), CUPEL_DATABASE_URL: '' },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  let said = ''
  const url = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL')
      reject(new Error(`cupel serve did not start: ${said}`))
    }, START_MS)
    const hear = (chunk: Buffer): void => {
      said += String(chunk)
      const found = /(https?:\/\/\S+)\nready/.exec(said)?.[1]
      if (found === undefined) return
      clearTimeout(timer)
      resolve(found)
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.on('exit', (code) => reject(new Error(`cupel serve ended with ${code}: ${said}`)))
  })
  return {
    url,
    stop: async () => {
      child.removeAllListeners('exit')
      if (child.exitCode === null && child.signalCode === null) {
        const ended = new Promise((resolve) => child.on('exit', resolve))
        child.kill('SIGTERM')
        await ended
      }
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
