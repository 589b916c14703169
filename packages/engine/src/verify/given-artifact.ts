import { createHash } from 'node:crypto'
import { closeSync, openSync, readSync } from 'node:fs'
import { resolve } from 'node:path'
import { targetMissing, usageWrongValue } from '@cupel/model'

/** What the evidence must be about. A large file is hashed without being held. */
export interface GivenArtifact {
  /** As the user wrote it. */
  readonly name: string
  /** Absolute; null when only a digest was given. */
  readonly path: string | null
  readonly digests: Readonly<Record<string, string>>
  /** The very bytes that gave the digests, where they were asked for and are few enough to be held. */
  readonly bytes: Buffer | null
}

export interface ArtifactOptions {
  /** Hold the contents: some signatures need them. A file is read once, so that nothing can change between two looks at it. */
  readonly hold?: boolean
}

const DIGEST = /^(sha256|sha384|sha512):([0-9a-f]+)$/i
const LENGTHS: Readonly<Record<string, number>> = { sha256: 64, sha384: 96, sha512: 128 }
const CHUNK = 1 << 20
const MAX_HELD = 1 << 29

/** A path, or `sha256:…` when the artifact itself is elsewhere. */
export function givenArtifact(name: string, cwd: string, { hold = false }: ArtifactOptions = {}): GivenArtifact {
  const [, algorithm, digest] = DIGEST.exec(name) ?? []
  if (algorithm !== undefined && digest !== undefined) {
    const kind = algorithm.toLowerCase()
    if (digest.length !== LENGTHS[kind]) throw usageWrongValue('ARTIFACT', name, `a ${kind} digest has ${LENGTHS[kind]} hexadecimal digits`)
    return { name, path: null, digests: { [kind]: digest.toLowerCase() }, bytes: null }
  }
  const path = resolve(cwd, name)
  return { name, path, ...hashFile(path, name, hold) }
}

function hashFile(path: string, name: string, hold: boolean): Pick<GivenArtifact, 'digests' | 'bytes'> {
  const hashes = { sha256: createHash('sha256'), sha384: createHash('sha384'), sha512: createHash('sha512') }
  let file: number
  let held: Buffer[] | null = hold ? [] : null
  let size = 0
  try {
    file = openSync(path, 'r')
  } catch (error) {
    throw targetMissing(name, error)
  }
  try {
    const chunk = Buffer.allocUnsafe(CHUNK)
    for (let read = readSync(file, chunk); read > 0; read = readSync(file, chunk)) {
      for (const hash of Object.values(hashes)) hash.update(chunk.subarray(0, read))
      size += read
      if (size > MAX_HELD) held = null
      held?.push(Buffer.from(chunk.subarray(0, read)))
    }
  } catch (error) {
    throw targetMissing(name, error)
  } finally {
    closeSync(file)
  }
  const digests = Object.fromEntries(Object.entries(hashes).map(([kind, hash]) => [kind, hash.digest('hex')]))
  return { digests, bytes: held === null ? null : Buffer.concat(held) }
}
