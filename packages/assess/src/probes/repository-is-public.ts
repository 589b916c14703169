import { no, withFact, yes } from '../documents/answer.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe({
  id: 'repositoryIsPublic',
  title: 'Can everyone read the repository?',
  remediation: { text: 'Make the repository public', effort: 'low' },
  run: (facts) =>
    withFact(facts.forge.repository, (repository) => {
      const places = [{ url: facts.project.url }]
      return repository.private ? no('The repository is private', places) : yes('Everyone can read the repository', places)
    }),
})
