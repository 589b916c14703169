import type { Tree } from '@cupel/source'
import { indexFiles } from '../facts/file-index.ts'
import type { FileIndex } from '../facts/file-index.ts'
import { measureMemorySafety } from './measure-memory-safety.ts'
import type { MemorySafety } from './measure-memory-safety.ts'

/** A dependency whose source is at hand. */
export interface DependencySource {
  readonly purl: string
  readonly tree: Tree
}

export interface DependencySafety {
  readonly own: MemorySafety
  /** Most unsafe lines first. */
  readonly dependencies: readonly { readonly purl: string; readonly safety: MemorySafety }[]
  /** Over the tree and all dependencies with source. */
  readonly lines: number
  readonly unsafeLines: number
  readonly unsafeShare: number
  /** Dependencies without source: the share says nothing of them. */
  readonly unseen: readonly string[]
}

/** The share of memory-unsafe code in a tree and along its dependencies, as far as their sources are given. */
export function memorySafetyOfDependencies(
  own: FileIndex,
  sources: readonly DependencySource[],
  dependencies: readonly string[],
): DependencySafety {
  const mine = measureMemorySafety(own)
  const measured = sources
    .map(({ purl, tree }) => ({ purl, safety: measureMemorySafety(indexFiles(tree), { thirdParty: true }) }))
    .sort((a, b) => b.safety.unsafeLines - a.safety.unsafeLines || (a.purl < b.purl ? -1 : 1))
  const all = [mine, ...measured.map(({ safety }) => safety)]
  const lines = all.reduce((sum, one) => sum + one.lines, 0)
  const unsafeLines = all.reduce((sum, one) => sum + one.unsafeLines, 0)
  const seen = new Set(sources.map(({ purl }) => purl))
  return {
    own: mine,
    dependencies: measured,
    lines,
    unsafeLines,
    unsafeShare: lines === 0 ? 0 : unsafeLines / lines,
    unseen: dependencies.filter((purl) => !seen.has(purl)).sort(),
  }
}
