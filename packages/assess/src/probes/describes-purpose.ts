import { yes, no } from '../documents/answer.ts'
import { projectDocuments } from '../documents/project-documents.ts'
import { cleanSnippet } from '../documents/prose.ts'
import { defineProbe } from '../probe.ts'

const MIN_WORDS = 8

export default defineProbe({
  id: 'describesPurpose',
  title: 'Does the README say early what the software does?',
  remediation: { text: 'Begin the README with one or two sentences on what the software does and for whom', effort: 'low' },
  run(facts) {
    const readmes = projectDocuments(facts).filter(({ role }) => role === 'readme')
    for (const { path, sections } of readmes) {
      // The purpose stands at the beginning, or under a heading of its own.
      const early = sections.filter(
        ({ heading }, at) => at < 4 || /\b(?:about|what is|overview|introduction|description|summary|why)\b/i.test(heading),
      )
      for (const { paragraphs } of early) {
        const found = paragraphs.find(({ text, code }) => !code && proseWords(text) >= MIN_WORDS)
        if (found !== undefined)
          return yes('The README describes the software', [{ path, line: found.line, snippet: cleanSnippet(found.text) }])
      }
    }
    if (readmes.length === 0) return no('There is no README', [])
    return no(
      'No README begins with a sentence on what the software does',
      readmes.map(({ path }) => ({ path })),
    )
  },
})

/** Words outside of badges, images, links' targets and tags. */
function proseWords(text: string): number {
  const prose = text
    .replace(/\[?!\[[^\]]{0,200}\](?:\([^)]{0,500}\)|\[[^\]]{0,100}\])/g, ' ')
    .replace(/\]\([^)]{0,500}\)|\]\[[^\]]{0,100}\]/g, ' ')
    .replace(/&\w{1,10};/g, ' ')
    .replace(/<[^<>]{0,2000}>/g, ' ')
    .replace(/\.\. [\w-]+::.{0,300}/g, ' ')
    .replace(/https?:\/\/\S+/g, ' ')
  return (prose.match(/\p{L}{2,}/gu) ?? []).length
}
