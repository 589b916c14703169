import { found, notFound, unseen } from '../finding.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe({
  id: 'archived',
  title: 'Is the repository archived?',
  fault: 'true',
  remediation: { text: 'Move to a project that is still worked on, or take over the maintenance', effort: 'high' },
  run(facts) {
    const { repository } = facts.forge
    if (!repository.known) return [unseen(repository.missing)]
    return [
      repository.value.archived
        ? found('the repository is archived', [{ url: facts.project.url }])
        : notFound('the repository is not archived'),
    ]
  },
})
