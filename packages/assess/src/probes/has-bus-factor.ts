import { no, undeclared, withFact, yes } from '../documents/answer.ts'
import { isWithin, isHumanChange } from '../documents/commit-kinds.ts'
import { defineProbe } from '../probe.ts'

const ENOUGH = 20

export default defineProbe({
  id: 'hasBusFactor',
  title: 'Do at least two people carry the project?',
  remediation: { text: 'Share the work: review with, and hand areas to, a second maintainer', effort: 'high' },
  run: (facts) =>
    withFact(facts.git, ({ commits }) => {
      const recent = commits.filter((commit) => isHumanChange(commit) && isWithin(facts.asOf, commit.authoredAt, 365))
      if (recent.length < ENOUGH) return undeclared(`only ${recent.length} commits by people in the last year are known`)
      const counts = new Map<string, number>()
      for (const { author } of recent) counts.set(author.email.toLowerCase(), (counts.get(author.email.toLowerCase()) ?? 0) + 1)
      const sorted = [...counts.values()].sort((a, b) => b - a)
      let people = 0
      for (let sum = 0; sum * 2 < recent.length; people++) sum += sorted[people] ?? 0
      const message = `${people} of ${counts.size} people made half of the ${recent.length} commits of the last year`
      const places = [{ commit: recent[0]?.id ?? '' }]
      return people >= 2 ? yes(message, places, { people }) : no(message, places, { people })
    }),
})
