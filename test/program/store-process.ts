import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { rolldown } from 'rolldown'
import { ROOT } from './cupel.ts'

export const ENGINE = join(ROOT, 'apps', 'cli', 'dist', 'pglite')

/** A process that works on the embedded store of a folder, and the lines that it has printed. */
export interface StoreProcess {
  readonly child: ChildProcess
  readonly lines: string[]
  /** Resolves when it is gone. */
  readonly done: Promise<void>
  /** Resolves when a line that begins so was printed, the first `from` lines left out; rejects when the process ends before. */
  line(start: string, from?: number): Promise<string>
}

/** Makes the program of the fault tests, with this checkout's server in it. */
export async function bundleStoreProgram(folder: string): Promise<string> {
  const file = join(folder, 'store-program.mjs')
  const bundle = await rolldown({ input: join(ROOT, 'test', 'program', 'store-program.ts'), platform: 'node', logLevel: 'silent' })
  await bundle.write({ file, format: 'esm', codeSplitting: false })
  return file
}

export function startStoreProgram(program: string, args: readonly string[], wrap: readonly string[] = []): StoreProcess {
  const [command, ...rest] = [...wrap, process.execPath, program, ...args] as [string, ...string[]]
  const child = spawn(command, rest, { stdio: ['ignore', 'pipe', 'pipe'] })
  const lines: string[] = []
  const waiting = new Set<() => void>()
  let pending = ''
  let over = false
  const tell = (): void => {
    for (const look of waiting) look()
  }
  const take = (text: string): void => {
    const parts = `${pending}${text}`.split('\n')
    pending = parts.pop() ?? ''
    lines.push(...parts)
    tell()
  }
  child.stdout.setEncoding('utf8').on('data', take)
  child.stderr.setEncoding('utf8').on('data', (text: string) => void lines.push(`stderr ${text}`))
  const done = new Promise<void>((resolve) => {
    child.on('close', () => {
      over = true
      resolve()
      tell()
    })
  })
  return {
    child,
    lines,
    done,
    line: (start, from = 0) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = lines.find((one, at) => at >= from && one.startsWith(start))
          if (found === undefined && !over) return
          waiting.delete(look)
          if (found === undefined) reject(new Error(`it ended without ${start}: ${lines.join(' | ')}`))
          else resolve(found)
        }
        waiting.add(look)
        look()
      }),
  }
}

/** An API token of the right form, the same each time. */
export function tokenText(): string {
  const secret = Buffer.alloc(32, 7).toString('base64url')
  return `cupel_${secret}${createHash('sha256').update(`cupel_${secret}`).digest('base64url').slice(0, 6)}`
}
