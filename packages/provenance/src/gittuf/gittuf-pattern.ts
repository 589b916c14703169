import { compileGlob } from '../intoto/glob.ts'
import { Refused } from '../verdict/refused.ts'

/** What `fnmatch` implementations read differently: escapes, `[^a]`, `[[:alpha:]]`, a set without end. */
const AMBIGUOUS = /\\|\[(?:\^|\[|!?\]?[^\]]*$)/

/**
 * Compiles a pattern of a rule, such as `git:refs/heads/*` or `file:src/*`, as gittuf matches it (fnmatch without flags: `*` crosses `/`).
 * Refuses patterns that could be read in two ways: one that matched less than was meant would leave something unprotected.
 */
export function compileGittufPattern(pattern: string): (target: string) => boolean {
  if (AMBIGUOUS.test(pattern))
    throw new Refused('unsupported-version', 'a rule has a pattern that can be read in two ways', {
      expected: '*, ?, [ab], [a-z], [!a]',
      found: pattern.slice(0, 200),
    })
  return compileGlob(pattern)
}
