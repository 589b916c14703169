import { packageMatcher } from '../waiver/package-pattern.ts'
import { pathMatcher } from '../waiver/path-pattern.ts'
import { oneSpelling } from './one-spelling.ts'
import { starMatches } from './star-pattern.ts'
import type { TrustRule } from './trust-policy.ts'
import type { TrustSubject } from '@cupel/model'

/** Whether a rule speaks about the subject: one of its patterns matches one of the subject's names. */
export function ruleApplies(rule: TrustRule, subject: TrustSubject): boolean {
  const known = compiled.get(rule) ?? rule.for.map(patternMatcher)
  compiled.set(rule, known)
  return known.some((applies) => applies(subject))
}

type Applies = (subject: TrustSubject) => boolean

/** A scan asks every rule about every component. */
const compiled = new WeakMap<TrustRule, readonly Applies[]>()

function patternMatcher(pattern: string): Applies {
  if (pattern.startsWith('path:')) {
    const matches = pathMatcher(pattern.slice(5))
    return ({ path }) => path !== undefined && matches(path)
  }
  if (pattern.startsWith('repo:')) {
    const wanted = plainRepository(pattern.slice(5))
    return ({ repository }) => repository !== undefined && starMatches(wanted, plainRepository(repository))
  }
  const matches = packageMatcher(oneSpelling(pattern))
  return ({ purl }) => purl !== undefined && matches(oneSpelling(purl))
}

/** One spelling for `git+https://host/a/b.git`, `https://host/a/b/` and `https://host/a/b`. Case counts: forges differ in it. */
export function plainRepository(url: string): string {
  return url
    .replace(/^git\+/, '')
    .replace(/\/+$/, '')
    .replace(/\.git$/, '')
}
