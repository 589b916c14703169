import { packageMatcher } from '../waiver/package-pattern.ts'
import { pathMatcher } from '../waiver/path-pattern.ts'
import { starMatches } from './star-pattern.ts'
import type { TrustRule } from './trust-policy.ts'
import type { TrustSubject } from '@cupel/model'

/** Whether a rule speaks about the subject: one of its patterns matches one of the subject's names. */
export function ruleApplies(rule: TrustRule, subject: TrustSubject): boolean {
  return rule.for.some((pattern) => patternApplies(pattern, subject))
}

function patternApplies(pattern: string, { purl, path, repository }: TrustSubject): boolean {
  if (pattern.startsWith('path:')) return path !== undefined && pathMatcher(pattern.slice(5))(path)
  if (pattern.startsWith('repo:'))
    return repository !== undefined && starMatches(plainRepository(pattern.slice(5)), plainRepository(repository))
  return purl !== undefined && packageMatcher(pattern)(purl)
}

/** One spelling for `git+https://host/a/b.git`, `https://host/a/b/` and `https://host/a/b`. Case counts: forges differ in it. */
export function plainRepository(url: string): string {
  return url
    .replace(/^git\+/, '')
    .replace(/\/+$/, '')
    .replace(/\.git$/, '')
}
