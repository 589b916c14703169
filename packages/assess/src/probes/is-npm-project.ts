import { no, yes } from '../documents/answer.ts'
import { isThirdParty } from '../documents/source-kind.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe({
  id: 'isNpmProject',
  title: 'Is part of the project an npm package or application?',
  remediation: { text: 'Nothing has to be done: guides for npm apply only where it is used', effort: 'low' },
  run(facts) {
    const manifests = facts.files.paths.filter((path) => /(?:^|\/)package\.json$/.test(path) && !isThirdParty(path.toLowerCase()))
    if (manifests.length > 0)
      return yes(
        `${manifests.length} npm manifests are there`,
        manifests.slice(0, 3).map((path) => ({ path })),
      )
    return no('There is no npm manifest', [{ path: '.' }])
  },
})
