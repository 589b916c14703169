import { writeSync } from 'node:fs'
import { outputUnwritable } from '@cupel/model'
import type { Output } from './command.ts'

/** Retries of a full non-blocking pipe; each waits a little, together about a minute. */
const MAX_WAITS = 6000

/** stdout or stderr. Writes are synchronous and whole, so that the exit code may follow at once and pipes lose nothing. */
export function outputOf(stream: NodeJS.WriteStream & { fd: number }, env: Readonly<Record<string, string | undefined>>): Output {
  const terminal = stream.isTTY === true
  const forced = env['FORCE_COLOR']
  const colour =
    env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== ''
      ? false
      : forced !== undefined
        ? forced !== '0'
        : terminal && env['TERM'] !== 'dumb'
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || ''
  return {
    terminal,
    colour,
    unicode: /utf-?8/i.test(locale),
    columns: Math.max(40, Number(env['COLUMNS']) || stream.columns || 100),
    write: (text) => writeWhole(stream.fd, Buffer.from(text, 'utf8')),
  }
}

function writeWhole(fd: number, bytes: Buffer): void {
  let waits = 0
  for (let at = 0; at < bytes.length;) {
    try {
      at += writeSync(fd, bytes, at)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      // The reader went away (`| head`): what it wanted it has.
      if (code === 'EPIPE') return
      if (code !== 'EAGAIN' || ++waits > MAX_WAITS) throw outputUnwritable('standard output', error)
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10)
    }
  }
}
