import { no, undeclared, yes } from '../documents/answer.ts'
import { projectDocuments } from '../documents/project-documents.ts'
import { defineProbe } from '../probe.ts'

const COMMON = new Set(
  'the of and to in is for a be with on that this are it or as you can from by an if not use will have your'.split(' '),
)
const MIN_WORDS = 60

export default defineProbe({
  id: 'writesEnglish',
  title: 'Are the documents in English?',
  remediation: { text: 'Add an English README, and accept reports in English', effort: 'medium' },
  run(facts) {
    const documents = projectDocuments(facts).filter(({ role }) => role === 'readme' || role === 'contributing' || role === 'security')
    let other = false
    for (const { path, sections } of documents) {
      const words = sections
        .flatMap(({ paragraphs }) =>
          paragraphs.filter(({ code }) => !code).flatMap(({ text }) => text.toLowerCase().match(/\p{L}+/gu) ?? []),
        )
        .slice(0, 5_000)
      if (words.length < MIN_WORDS) continue
      const share = words.filter((word) => COMMON.has(word)).length / words.length
      if (share >= 0.18) return yes('The documents are in English', [{ path, line: 1 }], { share: Math.round(share * 100) })
      if (share < 0.05) other = true
    }
    if (other)
      return no(
        'No README or CONTRIBUTING file is in English',
        documents.map(({ path }) => ({ path })),
      )
    return undeclared('there is too little prose to tell its language')
  },
})
