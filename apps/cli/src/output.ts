import { fstatSync, writeSync } from 'node:fs'
import { outputUnwritable } from '@cupel/model'
import type { Output } from './command.ts'

/** Retries of a full non-blocking pipe; each waits a little, together about a minute. */
const MAX_WAITS = 6000

interface Device {
  readonly fd: 1 | 2
  /** Node's stream of the device; making one costs as much as a tenth of bare Node, so it is asked only when its facts are. */
  readonly stream: () => NodeJS.WriteStream
}

/** stdout or stderr. Writes are synchronous and whole, so that the exit code may follow at once and pipes lose nothing. */
export function outputOf(device: Device, env: Readonly<Record<string, string | undefined>>): Output {
  return {
    get terminal() {
      return isCharacterDevice(device.fd) && device.stream().isTTY === true
    },
    get colour() {
      if (env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '') return false
      const forced = env['FORCE_COLOR']
      return forced === undefined ? this.terminal && env['TERM'] !== 'dumb' : forced !== '0'
    },
    get unicode() {
      return /utf-?8/i.test(env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || '')
    },
    get columns() {
      return Math.max(40, Number(env['COLUMNS']) || device.stream().columns || 100)
    },
    write: (text) => writeText(device.fd, text),
  }
}

export const STDOUT: Device = { fd: 1, stream: () => process.stdout }
export const STDERR: Device = { fd: 2, stream: () => process.stderr }

/** No file and no pipe is a terminal, and this is soon told. */
function isCharacterDevice(fd: number): boolean {
  try {
    return fstatSync(fd).isCharacterDevice()
  } catch {
    return false
  }
}

/** Characters that are encoded at a time: a report is written without a second copy of it in memory. */
const PIECE = 65_536

function writeText(fd: number, text: string): void {
  // No character needs more bytes than three for each of its code units.
  const buffer = Buffer.allocUnsafe(3 * Math.min(PIECE, text.length))
  for (let at = 0; at < text.length;) {
    const end = pieceEnd(text, at)
    const length = buffer.write(text.slice(at, end), 'utf8')
    if (!writeWhole(fd, buffer.subarray(0, length))) return
    at = end
  }
}

/** The end of a piece that does not cut a character in two. */
function pieceEnd(text: string, start: number): number {
  const end = start + PIECE
  if (end >= text.length) return text.length
  const last = text.charCodeAt(end - 1)
  return last >= 0xd800 && last < 0xdc00 ? end - 1 : end
}

/** false: nobody reads any more. */
function writeWhole(fd: number, bytes: Buffer): boolean {
  let waits = 0
  for (let at = 0; at < bytes.length;) {
    try {
      at += writeSync(fd, bytes, at)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      // The reader went away (`| head`): what it wanted it has.
      if (code === 'EPIPE') return false
      if (code !== 'EAGAIN' || ++waits > MAX_WAITS) throw outputUnwritable('standard output', error)
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10)
    }
  }
  return true
}
