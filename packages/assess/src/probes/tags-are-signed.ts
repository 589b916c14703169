import { no, undeclared, unseen, withFact, yes } from '../documents/answer.ts'
import { versionTags } from '../documents/version-tags.ts'
import { defineProbe } from '../probe.ts'

const LAST = 5

export default defineProbe({
  id: 'tagsAreSigned',
  title: 'Are the tags of the last releases signed?',
  remediation: { text: 'Sign release tags: git tag -s (with git config gpg.format ssh, an SSH key is enough)', effort: 'low' },
  run: (facts) =>
    withFact(versionTags(facts), (tags) => {
      const last = tags.slice(0, LAST)
      if (last.length === 0) return undeclared('there is no tag that names a version')
      const bad = last.filter(({ tag }) => tag.signature.state === 'absent' || tag.signature.state === 'refused')
      const verified = last.filter(({ tag }) => tag.signature.state === 'verified').length
      const places = (bad.length > 0 ? bad : last).map(({ tag }) => ({ commit: tag.commit, snippet: tag.name }))
      if (bad.length > 0) return no(`${bad.length} of the last ${last.length} version tags have no good signature`, places)
      // Anything can stand where a signature stands.
      if (verified < last.length) {
        const detail = `the last ${last.length} version tags are signed, and ${last.length - verified} of the signatures could not be verified`
        return unseen({ what: 'evidence', detail, remedy: 'give the keys of those who may sign releases' }, places)
      }
      return yes(`The last ${last.length} version tags are signed, and the signatures verified`, places, { verified })
    }),
})
