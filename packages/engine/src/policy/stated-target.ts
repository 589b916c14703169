import { createHash } from 'node:crypto'
import type { ScanReport } from '@cupel/model'

/** What was scanned, as a statement names it. */
export interface StatedTarget {
  readonly kind: string
  /** As the user gave it; with `#inventory` after it where the digest is of what was found. */
  readonly name: string
  readonly digest: Readonly<Record<string, string>>
}

/**
 * The file, SBOM, archive or image that was scanned, by its digest. A folder has none: it is named by its inventory, the SHA-256 of the
 * components of the report, one line each, sorted by code points: the purl, and after a space each digest as `algorithm:value`, sorted
 * too. null where there is neither.
 */
export function statedTarget({ target, components }: Pick<ScanReport, 'target' | 'components'>): StatedTarget | null {
  const { kind, name, digest } = target
  if (/^sha256:[0-9a-f]{64}$/.test(digest)) return { kind, name, digest: { sha256: digest.slice('sha256:'.length) } }
  if (components.length === 0) return null
  const lines = components.map(({ purl, hashes }) => {
    const digests = hashes.map(({ algorithm, value }) => `${algorithm}:${value}`)
    return `${[purl, ...digests.sort(byCodePoints)].join(' ')}\n`
  })
  const text = lines.sort(byCodePoints).join('')
  return { kind, name: `${name}#inventory`, digest: { sha256: createHash('sha256').update(text).digest('hex') } }
}

function byCodePoints(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}
