import { daysBetween } from '../facts/moment.ts'
import type { ForgeComment } from '../facts/forge-facts.ts'
import { found, notFound, unseen } from '../finding.ts'
import { defineProbe } from '../probe.ts'

const MEMBERS = new Set<ForgeComment['association']>(['collaborator', 'member', 'owner'])

export default defineProbe({
  id: 'issueActivityByProjectMember',
  title: 'Did members of the project work on issues within the last 90 days?',
  remediation: { text: 'Answer open issues, or say who will', effort: 'medium' },
  run(facts) {
    const { issues } = facts.forge
    if (!issues.known) return [unseen(issues.missing)]
    const active = issues.value.filter(({ association, createdAt, comments }) =>
      [{ association, createdAt }, ...comments].some((one) => MEMBERS.has(one.association) && daysBetween(one.createdAt, facts.asOf) < 90),
    )
    const values = { numberOfIssuesUpdatedWithinThreshold: active.length, lookBackDays: 90 }
    const places = active.slice(0, 5).map(({ url }) => ({ url }))
    return [
      active.length > 0
        ? found(`members worked on ${active.length} issue(s) within the last 90 days`, places, values)
        : notFound('no member worked on an issue within the last 90 days', [{ url: facts.project.url }], values),
    ]
  },
})
