import { no, undeclared, withFact, yes } from '../documents/answer.ts'
import { versionTags } from '../documents/version-tags.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe({
  id: 'versionsAreUnique',
  title: 'Does each release have a version of its own?',
  remediation: { text: 'Never use a version twice: publish a new one instead', effort: 'low' },
  run: (facts) =>
    withFact(versionTags(facts), (tags) => {
      if (tags.length === 0) return undeclared('there is no tag that names a version')
      const seen = new Map<string, string>()
      for (const { tag, prefix, version } of tags) {
        const name = `${prefix.replace(/v$/i, '')}${version}`.toLowerCase()
        const before = seen.get(name)
        // An annotated tag has an id of its own, so only the names tell; v1.0 and 1.0 are the same version.
        if (before !== undefined && before !== tag.commit && /^v?$/i.test(prefix))
          return no(`The version ${version} names two commits`, [
            { commit: before, snippet: version },
            { commit: tag.commit, snippet: tag.name },
          ])
        seen.set(name, tag.commit)
      }
      return yes(
        `${tags.length} tags name ${seen.size} versions`,
        tags.slice(0, 3).map(({ tag }) => ({ commit: tag.commit, snippet: tag.name })),
      )
    }),
})
