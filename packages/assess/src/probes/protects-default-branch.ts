import { no, withFact, yes } from '../documents/answer.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe({
  id: 'protectsDefaultBranch',
  title: 'Is the default branch protected against direct pushes and deletion?',
  remediation: { text: 'Protect the default branch: require change requests, forbid force pushes and deletion', effort: 'low' },
  run: (facts) =>
    withFact(facts.forge.branches, (branches) => {
      const places = [{ url: `${facts.project.url}/settings/branches` }]
      const main = branches.find(({ isDefault }) => isDefault)
      if (main === undefined || main.protected === false) return no('The default branch is not protected', places)
      if (main.requiresPullRequests === null || main.allowsDeletion === null)
        return withFact(
          {
            known: false,
            missing: {
              what: 'permission',
              detail: 'the rules of the default branch are shown to maintainers only',
              remedy: 'use a token with administration: read',
            },
          },
          () => [],
        )
      return main.requiresPullRequests && !main.allowsDeletion
        ? yes('The default branch takes change requests only and cannot be deleted', places)
        : no('The default branch can be pushed to, or deleted', places)
    }),
})
