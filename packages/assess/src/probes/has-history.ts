import { no, withFact, yes } from '../documents/answer.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe({
  id: 'hasHistory',
  title: 'Does version control record what changed, by whom and when?',
  remediation: { text: 'Keep the source in a public version control repository with its history', effort: 'medium' },
  run: ({ git }) =>
    withFact(git, ({ commits, commitCount, head }) => {
      const described = commits.filter(({ author, committedAt }) => author.name !== '' && committedAt !== '').length
      if (commits.length > 0 && described === commits.length)
        return yes(`Each of ${commitCount} commits has an author and a date`, [{ commit: head }], { commits: commitCount })
      return no(`${commits.length - described} of ${commits.length} commits have no author or date`, [{ commit: head }])
    }),
})
