import { no, undeclared, withFact, yes } from '../documents/answer.ts'
import { isWithin } from '../documents/commit-kinds.ts'
import { versionTags } from '../documents/version-tags.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe({
  id: 'releasedRecently',
  title: 'Was there a release in the last year?',
  remediation: { text: 'Release what is ready, so that users get fixes', effort: 'low' },
  run: (facts) =>
    withFact(versionTags(facts), (tags) => {
      const [last] = tags
      if (last === undefined) return undeclared('there is no tag that names a version')
      const places = [{ commit: last.tag.commit, snippet: last.tag.name }]
      const message = `The last version tag is of ${last.tag.date.slice(0, 10)}`
      return isWithin(facts.asOf, last.tag.date, 365) ? yes(message, places) : no(message, places)
    }),
})
