import { GitFailed } from './git-failed.ts'
import { idleLimit } from './idle-limit.ts'
import type { GitPlace } from './run-git.ts'
import { ended, startGit, tail } from './run-git.ts'

/** One object of the repository, or word that it is not there. */
export interface GitObject {
  readonly id: string
  readonly type: 'commit' | 'tree' | 'blob' | 'tag' | 'missing'
  readonly size: number
  /** null when the object is missing or larger than the limit. Not checked against `id`. */
  readonly bytes: Uint8Array | null
}

const HEAD = /^([0-9a-f]{40,64}) (commit|tree|blob|tag) (\d{1,15})$/
const NAME = /^(?:[0-9a-f]{40}|[0-9a-f]{64})(?:\^\{commit\})?$/
const HEAD_BYTES = 512

/** Ids, or ids with `^{commit}`, are what git is asked for. Throws GitFailed for anything else. */
export function requireNames(names: readonly string[]): void {
  if (!names.every((name) => NAME.test(name))) throw new GitFailed('not the id of an object')
}

/**
 * Raw objects by their ids, in the order asked, through one `cat-file --batch` child; pieces of several at a time. Reads no faster
 * than the caller takes. Ending the loop early ends the child.
 */
export async function* readObjects(place: GitPlace, ids: Iterable<string>): AsyncGenerator<readonly GitObject[], void, undefined> {
  const child = startGit(place, ['cat-file', '--batch'])
  const errors = tail(child)
  const end = ended(child)
  end.catch(() => {})
  const reader = new ObjectReader(place.limits.objectBytes)
  const feeding = feed(child.stdin, ids)
  feeding.catch(() => {})
  const limit = idleLimit(child, place.limits.timeoutMs)
  limit.start()
  try {
    for await (const piece of child.stdout) {
      limit.stop()
      const objects = reader.push(piece as Buffer)
      if (objects.length > 0) yield objects
      limit.start()
    }
    await feeding
    const code = await end
    if (code !== 0 || !reader.isBetween()) throw new GitFailed(`git cat-file stopped early: ${errors() || `exit code ${code}`}`)
  } finally {
    limit.stop()
    child.kill('SIGKILL')
  }
}

async function feed(stdin: NodeJS.WritableStream, ids: Iterable<string>): Promise<void> {
  let lines: string[] = []
  for (const id of ids) {
    lines.push(id)
    if (lines.length < 500) continue
    requireNames(lines)
    if (!stdin.write(lines.join('\n') + '\n')) await drained(stdin)
    lines = []
  }
  requireNames(lines)
  stdin.end(lines.length === 0 ? '' : lines.join('\n') + '\n')
}

function drained(stdin: NodeJS.WritableStream): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      stdin.off('drain', done)
      stdin.off('close', done)
      resolve()
    }
    stdin.on('drain', done)
    stdin.on('close', done)
  })
}

interface LargeObject {
  readonly object: GitObject
  readonly pieces: Buffer[]
  missing: number
}

/** Cuts the answers of `cat-file --batch` out of a stream: a head line, the bytes, a line feed. */
export class ObjectReader {
  readonly #limit: number
  #rest: Buffer = Buffer.alloc(0)
  /** Pieces of an object that is longer than one piece of the stream. */
  #large: LargeObject | null = null

  constructor(limit: number) {
    this.#limit = limit
  }

  isBetween(): boolean {
    return this.#rest.length === 0 && this.#large === null
  }

  push(piece: Buffer): readonly GitObject[] {
    const objects: GitObject[] = []
    let bytes = piece
    if (this.#large !== null) {
      const rest = this.#continue(bytes, objects)
      if (rest === null) return objects
      bytes = rest
    } else if (this.#rest.length > 0) bytes = Buffer.concat([this.#rest, bytes])
    this.#rest = this.#cut(bytes, objects)
    return objects
  }

  #continue(bytes: Buffer, objects: GitObject[]): Buffer | null {
    const large = this.#large as LargeObject
    const taken = bytes.subarray(0, large.missing)
    large.missing -= taken.length
    if (large.object.size <= this.#limit) large.pieces.push(taken)
    if (large.missing > 0) return null
    this.#large = null
    const whole = large.object.size <= this.#limit ? Buffer.concat(large.pieces).subarray(0, large.object.size) : null
    objects.push({ ...large.object, bytes: whole })
    return bytes.subarray(taken.length)
  }

  #cut(bytes: Buffer, objects: GitObject[]): Buffer {
    let at = 0
    while (at < bytes.length) {
      const lineEnd = bytes.indexOf(0x0a, at)
      if (lineEnd < 0) {
        if (bytes.length - at > HEAD_BYTES) throw new GitFailed('git cat-file answered with something else than objects')
        break
      }
      const object = headOf(bytes.toString('latin1', at, lineEnd))
      const start = lineEnd + 1
      if (object.type === 'missing') {
        objects.push(object)
        at = start
        continue
      }
      const end = start + object.size
      if (end < bytes.length) {
        objects.push({ ...object, bytes: object.size > this.#limit ? null : bytes.subarray(start, end) })
        at = end + 1
        continue
      }
      const taken = bytes.subarray(start)
      this.#large = { object, pieces: object.size > this.#limit ? [] : [taken], missing: object.size + 1 - taken.length }
      return Buffer.alloc(0)
    }
    return at === bytes.length ? Buffer.alloc(0) : bytes.subarray(at)
  }
}

function headOf(line: string): GitObject {
  const match = HEAD.exec(line)
  if (match !== null)
    return { id: match[1] as string, type: match[2] as 'commit' | 'tree' | 'blob' | 'tag', size: Number(match[3]), bytes: null }
  if (line.endsWith(' missing')) return { id: line.slice(0, -8), type: 'missing', size: 0, bytes: null }
  throw new GitFailed('git cat-file answered with something else than objects')
}
