import { absent } from '../documents/used-tools.ts'
import { yes } from '../documents/answer.ts'
import { projectDocuments } from '../documents/project-documents.ts'
import { findProse } from '../documents/prose.ts'
import { toolsOf } from '../documents/tools-in-use.ts'
import { defineProbe } from '../probe.ts'

const STATEMENTS = [
  /\b(?:must|require[sd]?|need(?:s|ed)?|have to|has to|please|should|all)\b.{0,160}\b(?:developer certificate of origin|DCO|sign(?:ed)?[- ]?off|contributor licen[sc]e agreement|CLA|ECA|eclipse contributor agreement)\b/i,
  /\b(?:developer certificate of origin|DCO|sign(?:ed)?[- ]?off|contributor licen[sc]e agreement|CLA)\b.{0,160}\b(?:must|require[sd]?|need(?:s|ed)?|have to|has to|enforce[sd]?|before)\b/i,
]

export default defineProbe({
  id: 'requiresLegalAssertion',
  title: 'Must contributors assert that they may contribute (DCO or CLA)?',
  remediation: {
    text: 'Ask for «Signed-off-by» in CONTRIBUTING and check it in CI',
    effort: 'low',
    link: 'https://developercertificate.org',
  },
  run(facts) {
    const checks = toolsOf(facts, 'dco')
    const [first] = checks
    if (first !== undefined)
      return yes(
        'A check for the sign-off is set up',
        checks.flatMap(({ places }) => places),
        { enforced: true },
      )
    const hits = findProse(projectDocuments(facts), { roles: ['contributing', 'template', 'governance', 'readme'], statements: STATEMENTS })
    if (hits.length > 0)
      return yes(
        'The documents require a sign-off or agreement',
        hits.map(({ place }) => place),
        { enforced: false },
      )
    return [absent(facts, 'Neither a check nor a document asks contributors for a sign-off or agreement')]
  },
})
