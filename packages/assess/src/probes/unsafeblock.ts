import { unsafeBlocks } from '../analysis/unsafe-blocks.ts'
import { found, notApplicable, notFound } from '../finding.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe({
  id: 'unsafeblock',
  title: 'Does code in a memory-safe language leave its safety?',
  fault: 'true',
  remediation: {
    text: 'Keep unsafe code in few small files, say why each is needed, and review them by name',
    effort: 'high',
    link: 'https://memorysafety.openssf.org/memory-safety-continuum/',
  },
  run(facts) {
    const { languages, places } = unsafeBlocks(facts)
    if (languages.length === 0) return [notApplicable('there is no Go, C# or Java')]
    if (places.length === 0) return [notFound('no unsafe code was seen')]
    return places.map(({ language, ...place }) => found(`${language} code leaves memory safety`, [place], { language }))
  },
})
