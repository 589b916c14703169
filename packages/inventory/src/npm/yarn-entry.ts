import type { Hash } from '@cupel/model'
import type { PackageSource } from './package-source.ts'

export interface YarnNeed {
  readonly name: string
  readonly range: string
  readonly optional: boolean
}

/** One entry of a yarn.lock, classic or berry: what a set of `name@range` descriptors resolved to. */
export interface YarnEntry {
  readonly descriptors: readonly string[]
  /** Real package name: aliases are resolved. */
  readonly name: string
  readonly version: string
  readonly source: PackageSource
  readonly hashes: readonly Hash[]
  readonly line: number
  readonly column: number
  readonly needs: readonly YarnNeed[]
  /** Folder of a workspace member relative to the lock; null for everything else. */
  readonly workspace: string | null
  /** Descriptor of the package that a patch is put on; null for everything else. */
  readonly patchOf: string | null
}

/** Splits `name@range` at the `@` after the name. Without one the whole is the name. */
export function splitDescriptor(descriptor: string): readonly [name: string, range: string] {
  const at = descriptor.indexOf('@', 1)
  return at < 0 ? [descriptor, ''] : [descriptor.slice(0, at), descriptor.slice(at + 1)]
}
