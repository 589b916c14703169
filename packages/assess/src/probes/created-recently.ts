import { daysBetween } from '../facts/moment.ts'
import { found, notFound, unseen } from '../finding.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe({
  id: 'createdRecently',
  title: 'Was the project created within the last 90 days?',
  fault: 'true',
  remediation: { text: 'Look at the contents by hand: a new project has no record yet', effort: 'medium' },
  run(facts, reading) {
    const { repository } = facts.forge
    if (repository.known) {
      const young = daysBetween(repository.value.createdAt, facts.asOf) < 90
      return [
        young
          ? found('the repository was created within the last 90 days', [{ url: facts.project.url }])
          : notFound('the repository is older than 90 days'),
      ]
    }
    if (reading === 'scorecard-5' || !facts.git.known || facts.git.value.shallow) return [unseen(repository.missing)]
    const first = facts.git.value.commits.at(-1)
    if (first === undefined || facts.git.value.commits.length < facts.git.value.commitCount) return [unseen(repository.missing)]
    const age = daysBetween(first.committedAt, facts.asOf)
    // One that is dated into the future is not young, it is dated wrongly.
    const young = age < 90 && age > -1
    return [
      young
        ? found('the first commit is from the last 90 days', [{ commit: first.id }])
        : notFound('the first commit is older than 90 days', [{ commit: first.id }]),
    ]
  },
})
