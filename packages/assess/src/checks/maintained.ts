import { defineCheck } from '../check.ts'
import type { ProbeFinding } from '../probe.ts'
import { inconclusive, missingOf, proportional, scored } from '../scorecard/score.ts'

/** One activity a week for 90 days. */
const WANTED = 12

export default defineCheck({
  id: 'Maintained',
  title: 'The project is kept alive',
  risk: 'high',
  probes: ['archived', 'issueActivityByProjectMember', 'hasRecentCommits', 'createdRecently'],
  score(findings, reading) {
    const one = (id: string): ProbeFinding | undefined => findings.get(id)?.[0]
    const missing = missingOf([...findings.values()].flat())
    const commits = one('hasRecentCommits')
    if (one('archived')?.outcome === 'true') return scored(0, 'the project is archived')
    if (commits === undefined || commits.outcome === 'unknown') return inconclusive('neither history nor forge could be seen', missing)
    if (one('createdRecently')?.outcome === 'true')
      return reading === 'cupel'
        ? inconclusive('the project is younger than 90 days: too young to tell', missing)
        : scored(0, 'the project was created within the last 90 days')
    const count = Number(commits.values?.['commitsWithinThreshold'] ?? 0)
    const issues = Number(one('issueActivityByProjectMember')?.values?.['numberOfIssuesUpdatedWithinThreshold'] ?? 0)
    const score = proportional(count + issues, WANTED)
    const reason = `${count} commit(s) and ${issues} issue(s) worked on within the last 90 days`
    if (reading === 'cupel') {
      // A library that is finished still gets a commit now and then.
      const quiet = Number(commits.values?.['quietDays'] ?? -1)
      if (score < 3 && quiet >= 0 && quiet < 365) return scored(3, `${reason}; the last commit is ${quiet} days old`, missing)
    }
    return scored(score, reason, missing)
  },
})
