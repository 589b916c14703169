import { createHash } from 'node:crypto'

/** Digest of what a request asks for, whatever the order of names in its body. */
export function requestDigest(method: string, url: string, body: unknown): Uint8Array {
  return createHash('sha256')
    .update(JSON.stringify([method, url, ordered(body)]))
    .digest()
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered)
  if (typeof value !== 'object' || value === null) return value
  return Object.entries(value)
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, one]) => [name, ordered(one)])
}
