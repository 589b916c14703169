import { allowsVersion } from '../text/allows-version.ts'
import type { RangeSyntax } from '../text/allows-version.ts'

/** Whether a range as it stands in a manifest allows a version; of `npm:name@^1` what stands behind the name. null: nobody can tell. */
export function allowsRange(syntax: RangeSyntax, range: string, version: string): boolean | null {
  const alias = /^npm:.[^@]*(?:@(.*))?$/s.exec(range)
  return allowsVersion(syntax, alias === null ? range : (alias[1] ?? ''), version)
}

/** What Yarn and NuGet write as it stands in the manifest: no addresses, patches, catalogs or floating versions. */
export function isPlainRange(range: string): boolean {
  return !/[:*]/.test(range.replace(/^npm:/, ''))
}

/** Longer ones are compared as they stand. */
const MAX_LENGTH = 1_000

/** Whether two ranges are one, but for how tools write them. */
export function sameRange(a: string, b: string): boolean {
  return a === b || (Math.max(a.length, b.length) <= MAX_LENGTH && plainRange(a) === plainRange(b))
}

/** Without what tools add or leave out: `npm:`, blanks, the order of clauses, `[1.0.0, )` of NuGet for `1.0`. */
function plainRange(range: string): string {
  const text = range.replace(/^npm:/, '').replace(/\s+/g, '')
  const single = /^\[([^,\]]*)\]$/.exec(text)?.[1]
  const interval = single !== undefined ? `[${single},${single}]` : text.startsWith('[') || text.startsWith('(') ? text : null
  const clauses = interval ?? (/^\d/.test(text) ? `[${text},)` : text)
  return clauses
    .replace(/\d+(?:\.\d+)*/g, (numbers) => numbers.replace(/(?:\.0)+$/, ''))
    .split(',')
    .toSorted()
    .join(',')
}
