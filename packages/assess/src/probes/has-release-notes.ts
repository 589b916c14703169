import { no, undeclared, yes } from '../documents/answer.ts'
import { projectDocuments } from '../documents/project-documents.ts'
import { versionTags } from '../documents/version-tags.ts'
import { defineProbe } from '../probe.ts'

const VERSION = /\b(?:v|version )?\d{1,6}\.\d{1,6}(?:\.\d{1,10})?\b/i

export default defineProbe({
  id: 'hasReleaseNotes',
  title: 'Are there release notes that people wrote for people?',
  remediation: {
    text: 'Keep a CHANGELOG with one section a release: what changed for users, and which vulnerabilities were fixed',
    effort: 'low',
  },
  run(facts) {
    const logs = projectDocuments(facts).filter(({ role }) => role === 'changelog')
    const tags = versionTags(facts)
    const newest = tags.known ? tags.value[0] : undefined
    for (const { path, sections } of logs) {
      // A log without headings (GNU style) has its versions in the text.
      const heads = sections.filter(({ heading }) => VERSION.test(heading))
      const bare = sections.flatMap(({ paragraphs }) => paragraphs).filter(({ text }) => VERSION.test(text.slice(0, 80)))
      const entries = Math.max(heads.length, bare.length)
      if (entries < 1 || sections.flatMap(({ paragraphs }) => paragraphs).length < 3) continue
      const current =
        newest === undefined ||
        heads.some(({ heading }) => heading.includes(newest.version)) ||
        bare.some(({ text }) => text.includes(newest.version))
      return yes(`${path} has notes on ${entries} versions`, [{ path, line: heads[0]?.line ?? bare[0]?.line ?? 1 }], { entries, current })
    }
    if (logs.length > 0)
      return no(
        'The change log names no versions',
        logs.slice(0, 3).map(({ path }) => ({ path })),
      )
    return undeclared('there is no change log in the repository; release notes may stand at the forge')
  },
})
