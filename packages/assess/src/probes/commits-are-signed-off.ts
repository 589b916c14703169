import { no, undeclared, withFact, yes } from '../documents/answer.ts'
import { isHumanChange } from '../documents/commit-kinds.ts'
import { defineProbe } from '../probe.ts'

const LAST = 100
const ENOUGH = 10

export default defineProbe({
  id: 'commitsAreSignedOff',
  title: 'Do contributors certify their right to contribute on every commit?',
  remediation: {
    text: 'Require «Signed-off-by» (git commit -s) with a DCO check, or a contributor agreement',
    effort: 'low',
    link: 'https://developercertificate.org',
  },
  run: (facts) =>
    withFact(facts.git, ({ commits }) => {
      const last = commits.filter(isHumanChange).slice(0, LAST)
      if (last.length < ENOUGH) return undeclared(`only ${last.length} commits by people are known`)
      const without = last.filter(({ trailers }) => !trailers.some(([key, value]) => key === 'signed-off-by' && value.includes('@')))
      const share = Math.round(((last.length - without.length) / last.length) * 100)
      const message = `${last.length - without.length} of the last ${last.length} commits by people are signed off (${share} %)`
      if (share >= 95)
        return yes(
          message,
          last.slice(0, 2).map(({ id }) => ({ commit: id })),
          { share },
        )
      return no(
        message,
        without.slice(0, 3).map(({ id, subject }) => ({ commit: id, snippet: subject.slice(0, 120) })),
        { share },
      )
    }),
})
