import type { Hash, Scope } from '@cupel/model'
import type { PackageSource } from './package-source.ts'

/** One place of npm's folder tree as a package-lock states it, whichever lockfileVersion it came from. */
export interface LockEntry {
  /** `node_modules/a/node_modules/b`, or the folder of a workspace member; `` for the root. */
  readonly location: string
  /** Real package name: an alias is already resolved. */
  readonly name: string
  readonly version: string
  readonly source: PackageSource
  readonly hashes: readonly Hash[]
  readonly scopes: readonly Scope[]
  readonly licenses: readonly string[]
  /** Location that a link leads to; null for what is no link. */
  readonly linkTo: string | null
  /** Names of optional and peer dependencies, which may rightly be absent. */
  readonly wishes: readonly string[]
  /** Names of the other dependencies. */
  readonly needs: readonly string[]
  /** Where it stands; 0 where that is not known yet. */
  readonly line: number
  readonly column: number
}

const RUNTIME: readonly Scope[] = ['runtime']
const DEV: readonly Scope[] = ['dev']
const DEV_OPTIONAL: readonly Scope[] = ['dev', 'optional']
const OPTIONAL: readonly Scope[] = ['optional']
const OPTIONAL_PEER: readonly Scope[] = ['optional', 'peer']
const PEER: readonly Scope[] = ['peer']

/**
 * Scopes of npm's flags (arborist calc-dep-flags): `dev` and `optional` say *only* so, `devOptional` says both ways.
 * What is only for development stays that, whether it is optional there or not.
 */
export function flagScopes(entry: Readonly<Record<string, unknown>>): readonly Scope[] {
  if (entry['dev'] === true) return DEV
  if (entry['devOptional'] === true) return DEV_OPTIONAL
  if (entry['optional'] === true) return entry['peer'] === true ? OPTIONAL_PEER : OPTIONAL
  return entry['peer'] === true ? PEER : RUNTIME
}
