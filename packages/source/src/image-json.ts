import { createHash } from 'node:crypto'
import { ArchiveRefused } from './archive-refused.ts'
import type { Tree } from './tree.ts'

/** A reference from one document of an image to a blob (OCI image-spec, descriptor.md). Absent texts are empty. */
export interface Descriptor {
  readonly mediaType: string
  readonly digest: string
  readonly annotations: Readonly<Record<string, string>>
  /** `os/architecture` or `os/architecture/variant`. */
  readonly platform: string
}

const JSON_BYTES = 16 * 1024 * 1024

/** A JSON file of the archive, digest checked where one is given; null when it is not there. Throws ArchiveRefused. */
export function readJsonFile(store: Tree, path: string, digest = ''): unknown {
  const file = store.open(path)
  if (file === null) return null
  try {
    if (file.size > JSON_BYTES) throw new ArchiveRefused('limit-exceeded', `${path} has ${file.size} bytes`)
    const bytes = file.read(0, file.size)
    if (digest !== '' && digestOf(bytes, digest) !== digest)
      throw new ArchiveRefused('malformed', `${path} does not have the digest of its name`)
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch (error) {
    if (error instanceof SyntaxError) throw new ArchiveRefused('malformed', `${path} is not JSON`)
    throw error
  } finally {
    file.close()
  }
}

/** Path of a blob in an OCI layout; null when the text is no digest of a known kind, which also keeps `..` out of paths. */
export function blobPath(digest: string): string | null {
  return /^sha(256:[0-9a-f]{64}|512:[0-9a-f]{128})$/.test(digest) ? 'blobs/' + digest.replace(':', '/') : null
}

/** The digest of bytes, by the algorithm of another digest. */
function digestOf(bytes: Uint8Array, like: string): string {
  const algorithm = like.startsWith('sha512:') ? 'sha512' : 'sha256'
  return algorithm + ':' + createHash(algorithm).update(bytes).digest('hex')
}

export function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined
}

export function textField(value: unknown, key: string): string {
  const found = field(value, key)
  return typeof found === 'string' ? found : ''
}

export function listField(value: unknown, key: string): readonly unknown[] {
  const found = field(value, key)
  return Array.isArray(found) ? found : []
}

export function textsField(value: unknown, key: string): readonly string[] {
  return listField(value, key).filter((item) => typeof item === 'string')
}

export function descriptorOf(value: unknown): Descriptor {
  const platform = field(value, 'platform')
  const parts = [textField(platform, 'os'), textField(platform, 'architecture'), textField(platform, 'variant')]
  const annotations: Record<string, string> = {}
  for (const [key, text] of Object.entries(field(value, 'annotations') ?? {})) if (typeof text === 'string') annotations[key] = text
  return {
    mediaType: textField(value, 'mediaType'),
    digest: textField(value, 'digest'),
    annotations,
    platform: parts.filter((part) => part !== '').join('/'),
  }
}
