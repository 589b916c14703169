import type { GitPerson } from './git-person.ts'
import { parsePerson } from './git-person.ts'
import type { GitTrailer } from './git-trailers.ts'
import { parseTrailers } from './git-trailers.ts'
import type { GitSignature } from './signed-object.ts'
import { splitSignedCommit } from './signed-object.ts'

/** A commit as its object states it. */
export interface GitCommit {
  readonly id: string
  readonly tree: string
  readonly parents: readonly string[]
  readonly author: GitPerson
  readonly committer: GitPerson
  readonly message: string
  readonly trailers: readonly GitTrailer[]
  readonly signature: GitSignature | null
  /** The object itself, without its `commit <size>` head. */
  readonly raw: Uint8Array
}

const NOBODY: GitPerson = { name: '', email: '', time: Number.NaN, zone: '' }

/** Reads a raw commit object. Trailers and the signature are worked out when first asked for. Takes anything; what is missing stays empty. */
export function parseCommit(id: string, raw: Uint8Array): GitCommit {
  const { headers, body } = splitObject(raw)
  const message = decodeMessage(body, headers.find(([name]) => name === 'encoding')?.[1])
  const person = (name: string) => {
    const line = headers.find(([key]) => key === name)?.[1]
    return line === undefined ? NOBODY : parsePerson(line)
  }
  return {
    id,
    tree: headers.find(([name]) => name === 'tree')?.[1] ?? '',
    parents: headers.filter(([name]) => name === 'parent').map(([, value]) => value),
    author: person('author'),
    committer: person('committer'),
    message,
    get trailers() {
      return parseTrailers(message)
    },
    get signature() {
      return splitSignedCommit(raw, id.length === 64 ? 'sha256' : 'sha1')
    },
    raw,
  }
}

/** Headers of a commit or tag without continuation lines, and the body after the first empty line. */
export function splitObject(raw: Uint8Array): {
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: Buffer
} {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength)
  const end = bytes.indexOf('\n\n')
  const head = (end < 0 ? bytes : bytes.subarray(0, end)).toString('utf8')
  const headers: (readonly [string, string])[] = []
  for (const line of head.split('\n')) {
    const space = line.indexOf(' ')
    if (space > 0) headers.push([line.slice(0, space), line.slice(space + 1)])
  }
  return { headers, body: end < 0 ? Buffer.alloc(0) : bytes.subarray(end + 2) }
}

function decodeMessage(body: Buffer, encoding: string | undefined): string {
  if (encoding === undefined || /^utf-?8$/i.test(encoding)) return body.toString('utf8')
  try {
    return new TextDecoder(encoding).decode(body)
  } catch {
    return body.toString('utf8')
  }
}
