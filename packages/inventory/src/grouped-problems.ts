import type { Problem } from '@cupel/model'

/** Extractors whose files share what is missing, and how they say it: every module of a Maven build has the same parent. */
const SHARING: Readonly<Record<string, string>> = {
  'pom-xml': 'version-unpinned',
  'github-workflow': 'version-unpinned',
  'ci-pipeline': 'version-unpinned',
  'copied-script': 'unsupported-content',
  'otp-application': 'unsupported-content',
  'package-archive': 'unsupported-content',
  'unread-archive': 'unsupported-content',
  'unread-database': 'unsupported-content',
}

/**
 * One problem instead of one for each file where the same cause leaves something unknown: the first, with the number of further
 * files. The cause stands before the colon, what it concerns behind.
 */
export function groupedProblems(problems: readonly Problem[]): readonly Problem[] {
  const groups = new Map<string, Problem[]>()
  const kept: (Problem | readonly Problem[])[] = []
  for (const problem of problems) {
    const colon = problem.detail.indexOf(': ')
    if (SHARING[problem.by ?? ''] !== problem.code) {
      kept.push(problem)
      continue
    }
    const key = `${problem.effect} ${colon < 0 ? problem.detail : problem.detail.slice(0, colon)}`
    const group = groups.get(key)
    if (group === undefined) {
      const started = [problem]
      groups.set(key, started)
      kept.push(started)
    } else group.push(problem)
  }
  return kept.map((one) => ('code' in one ? one : groupOf(one)))
}

function groupOf(group: readonly Problem[]): Problem {
  const [first] = group as readonly [Problem, ...Problem[]]
  const files = new Set(group.map(({ path }) => path)).size - 1
  if (files === 0) return first
  return { ...first, detail: `${first.detail}, and more in ${files} further ${files === 1 ? 'file' : 'files'}` }
}
