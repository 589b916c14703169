import { no, withFact, yes } from '../documents/answer.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe({
  id: 'answersReports',
  title: 'Are most bug reports of the last year answered?',
  remediation: { text: 'Answer each report within two weeks, if only to say when it will be looked at', effort: 'low' },
  run: (facts) =>
    withFact(facts.forge.issues, (issues) => {
      const theirs = issues.filter(({ association }) => association === 'none' || association === 'contributor')
      const answered = theirs.filter(
        ({ comments, closedAt }) =>
          closedAt !== null ||
          comments.some(({ association }) => association === 'owner' || association === 'member' || association === 'collaborator'),
      )
      const places = theirs.slice(0, 3).map(({ url }) => ({ url }))
      const message = `${answered.length} of the last ${theirs.length} reports from outside were answered`
      return answered.length * 2 > theirs.length || theirs.length === 0 ? yes(message, places) : no(message, places)
    }),
})
