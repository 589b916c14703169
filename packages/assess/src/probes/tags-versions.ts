import { no, undeclared, unseen, withFact, yes } from '../documents/answer.ts'
import { versionTags } from '../documents/version-tags.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe({
  id: 'tagsVersions',
  title: 'Is each release marked with a tag that names its version?',
  remediation: { text: 'Tag each release: git tag -s v1.2.3 and push the tag', effort: 'low' },
  run: (facts) =>
    withFact(versionTags(facts), (tags) => {
      const places = tags.slice(0, 5).map(({ tag }) => ({ commit: tag.commit, snippet: tag.name }))
      if (tags.length > 0) return yes(`${tags.length} tags name versions`, places, { tags: tags.length })
      if (facts.git.known && facts.git.value.shallow)
        return unseen({ what: 'history', detail: 'the clone is shallow and has no tags', remedy: 'run git fetch --unshallow --tags' })
      if (facts.git.known && facts.git.value.tags.length > 0)
        return no(
          'None of the tags names a version',
          facts.git.value.tags.slice(0, 3).map(({ commit, name }) => ({ commit, snippet: name })),
        )
      return undeclared('there is no tag: either nothing was released, or releases are not tagged')
    }),
})
