import type { ModuleVersion } from './go-mod-file.ts'

export interface GoSumModule extends ModuleVersion {
  /** 1-based. */
  readonly line: number
}

/**
 * Modules of a go.sum whose content (not only whose go.mod) was hashed, each in its highest version: what a build of a module
 * graph without pruning may use. The hashes are of the file tree, not of the archive, and so are not an artifact's.
 */
export function goSumModules(text: string): readonly GoSumModule[] {
  const highest = new Map<string, GoSumModule>()
  let line = 0
  for (const raw of text.split('\n')) {
    line++
    const [path = '', version = '', hash = ''] = raw.trim().split(/[ \t]+/)
    if (!hash.startsWith('h1:') || version.endsWith('/go.mod')) continue
    const known = highest.get(path)
    if (known === undefined || compareVersions(version, known.version) > 0) highest.set(path, { path, version, line })
  }
  return [...highest.values()]
}

/** Semantic version order of two Go module versions, enough to choose between the ones of one go.sum. */
function compareVersions(a: string, b: string): number {
  const left = partsOf(a)
  const right = partsOf(b)
  for (let at = 0; at < 3; at++) {
    const difference = (left.numbers[at] ?? 0) - (right.numbers[at] ?? 0)
    if (difference !== 0) return difference
  }
  if (left.pre === '' || right.pre === '') return left.pre === right.pre ? 0 : left.pre === '' ? 1 : -1
  return comparePre(left.pre.split('.'), right.pre.split('.'))
}

function partsOf(version: string): { readonly numbers: readonly number[]; readonly pre: string } {
  const plain = version.replace(/^v/, '').replace(/\+.*$/, '')
  const dash = plain.indexOf('-')
  const release = dash < 0 ? plain : plain.slice(0, dash)
  return { numbers: release.split('.').map(Number), pre: dash < 0 ? '' : plain.slice(dash + 1) }
}

function comparePre(left: readonly string[], right: readonly string[]): number {
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const a = left[at]
    const b = right[at]
    if (a === b) continue
    if (a === undefined) return -1
    if (b === undefined) return 1
    const numeric = /^\d+$/.test(a) && /^\d+$/.test(b)
    if (numeric && a.length !== b.length) return a.length - b.length
    if (/^\d+$/.test(a) !== /^\d+$/.test(b)) return /^\d+$/.test(a) ? -1 : 1
    return a < b ? -1 : 1
  }
  return 0
}
