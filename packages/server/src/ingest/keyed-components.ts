import { deserialize, serialize } from 'node:v8'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type { KeyedComponent } from './named-version.ts'

/** The components of a picture, handed out in parts, in the order of their keys. */
export interface KeyedComponents {
  readonly count: number
  parts(): Iterable<readonly KeyedComponent[]>
}

/** The same as bytes, which another thread can be given. */
export interface PackedComponents {
  readonly count: number
  readonly parts: readonly Uint8Array[]
}

/** Of so many at once something is done without anybody waiting for it. */
const PART = 2000

/** Components that are in memory anyway. */
export function componentsInMemory(components: readonly KeyedComponent[]): KeyedComponents {
  return { count: components.length, parts: () => [components] }
}

/** Takes a twentieth of the memory. */
export function packComponents(components: readonly KeyedComponent[]): PackedComponents {
  const parts: Uint8Array[] = []
  for (let start = 0; start < components.length; start += PART)
    parts.push(deflateRawSync(serialize(components.slice(start, start + PART)), { level: 1 }))
  return { count: components.length, parts }
}

/** One part at a time is unpacked, each time they are asked for. The bytes are of `packComponents`, nobody else's. */
export function unpackComponents({ count, parts }: PackedComponents): KeyedComponents {
  function* unpacked(): Generator<readonly KeyedComponent[]> {
    for (const part of parts) yield deserialize(inflateRawSync(part)) as readonly KeyedComponent[]
  }
  return { count, parts: unpacked }
}
