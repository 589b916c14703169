import { undeclared, yes } from '../documents/answer.ts'
import { badgeLinks } from '../documents/badge-links.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe({
  id: 'showsBadge',
  title: 'Do the documents show a Best Practices Badge?',
  remediation: { text: 'Earn the badge and show it in the README', effort: 'medium', link: 'https://www.bestpractices.dev' },
  run(facts) {
    const links = badgeLinks(facts)
    const [first] = links
    if (first === undefined) return undeclared('no document shows a badge of the badge site')
    return yes(
      `The documents show the badge of project ${first.project}`,
      links.map(({ place }) => place),
      { project: first.project },
    )
  },
})
