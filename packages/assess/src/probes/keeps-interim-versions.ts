import { no, undeclared, withFact, yes } from '../documents/answer.ts'
import { versionTags } from '../documents/version-tags.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe({
  id: 'keepsInterimVersions',
  title: 'Are the versions between releases kept for review?',
  remediation: { text: 'Push work in single commits, not only finished releases', effort: 'low' },
  run: (facts) =>
    withFact(facts.git, ({ commitCount, head, shallow }) => {
      const tags = versionTags(facts)
      const releases = tags.known ? tags.value.length : 0
      // More commits than releases by far: what lies between them is there.
      if (commitCount >= 10 && commitCount >= releases * 3)
        return yes(`${commitCount} commits for ${releases} releases`, [{ commit: head }], { commits: commitCount, releases })
      if (shallow || commitCount < 10) return undeclared('the history is too short to tell')
      return no(`${commitCount} commits for ${releases} releases: mostly finished releases were committed`, [{ commit: head }])
    }),
})
