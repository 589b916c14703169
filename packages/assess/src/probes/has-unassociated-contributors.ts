import { no, undeclared, withFact, yes } from '../documents/answer.ts'
import { isWithin, isHumanChange } from '../documents/commit-kinds.ts'
import { defineProbe } from '../probe.ts'

const ANYONE =
  /^(?:gmail|googlemail|hotmail|outlook|live|yahoo|icloud|me|mac|protonmail|proton|pm|gmx|web|mail|fastmail|qq|163|126|yandex|hey|aol|zoho|posteo|mailbox|users\.noreply\.github|noreply\.github|tutanota)\./i
const SIGNIFICANT = 5

export default defineProbe({
  id: 'hasUnassociatedContributors',
  title: 'Are there two significant contributors of different organisations?',
  remediation: { text: 'Win a contributor from outside the organisation: small tasks, quick reviews, clear roles', effort: 'high' },
  run: (facts) =>
    withFact(facts.git, ({ commits }) => {
      const counts = new Map<string, number>()
      for (const commit of commits) {
        if (!isHumanChange(commit) || !isWithin(facts.asOf, commit.authoredAt, 365)) continue
        const email = commit.author.email.toLowerCase()
        counts.set(email, (counts.get(email) ?? 0) + 1)
      }
      const people = [...counts].filter(([, count]) => count >= SIGNIFICANT).map(([email]) => email)
      const domains = new Set(
        people.map((email) => email.slice(email.lastIndexOf('@') + 1)).filter((domain) => domain.includes('.') && !ANYONE.test(domain)),
      )
      const places = [{ commit: commits[0]?.id ?? '' }]
      if (domains.size >= 2)
        return yes(`Significant contributors of the last year write from ${domains.size} organisations`, places, {
          organisations: domains.size,
        })
      if (people.length < 2) return no(`${people.length} people made at least ${SIGNIFICANT} commits in the last year`, places)
      return undeclared('the addresses of contributors do not tell for whom they work')
    }),
})
