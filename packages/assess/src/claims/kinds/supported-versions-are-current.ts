import { projectDocuments } from '../../documents/project-documents.ts'
import { cleanSnippet } from '../../documents/prose.ts'
import { versionTags } from '../../documents/version-tags.ts'
import type { Claim, ClaimKind } from '../claim.ts'

const ROW = /\|\s*[<>=≥≤v^~ ]{0,4}(\d{1,4})(?:\.(\d{1,4}|x|\*))?(?:\.(?:\d{1,4}|x|\*))?\s*(?:[-–+].{0,20})?\|\s*([^|]{1,60})\|/gi
const SUPPORTED = /:white_check_mark:|✅|✓|✔|\byes\b|\bsupported\b/i

/** SECURITY.md lists which versions are supported. */
export const supportedVersionsAreCurrent: ClaimKind = {
  id: 'supported-versions-are-current',
  title: 'The table of supported versions has the newest one',
  check(facts) {
    const tags = versionTags(facts)
    if (!tags.known) return []
    const majors = tags.value
      .filter(({ version, prefix }) => /^v?$/i.test(prefix) && !/[a-z]/i.test(version))
      .map(({ version, tag }) => ({ major: Number(version.split(/[._]/)[0]), tag }))
    const newest = majors.reduce<(typeof majors)[number] | undefined>(
      (best, one) => (best === undefined || one.major > best.major ? one : best),
      undefined,
    )
    if (newest === undefined) return []
    return projectDocuments(facts).flatMap(({ path, role, sections }): readonly Claim[] => {
      if (role !== 'security') return []
      return sections.flatMap(({ heading, paragraphs }) => {
        if (!/supported|versions/i.test(heading)) return []
        return paragraphs.flatMap(({ text, line }): readonly Claim[] => {
          const rows = [...text.matchAll(ROW)].filter(
            ([whole, , , state = '']) => SUPPORTED.test(state) && !/not supported|unsupported|:x:|❌/i.test(whole),
          )
          if (rows.length === 0) return []
          const highest = Math.max(...rows.map(([, major]) => Number(major)))
          const open = /[>≥]|\blatest\b|\bmain\b|\bcurrent\b/i.test(text.replace(/&lt;|<[^<>]{0,80}>/g, ''))
          const stated = { path, line, snippet: cleanSnippet(text) }
          const claim = `version ${highest} is the newest that is supported`
          const evidence = [{ commit: newest.tag.commit, snippet: newest.tag.name }]
          if (highest >= newest.major || open)
            return [{ claim, stated, verdict: 'holds', message: `The newest version tag is ${newest.tag.name}`, evidence }]
          return [
            {
              claim,
              stated,
              verdict: 'contradicted',
              message: `The newest version tag is ${newest.tag.name}, which the table does not have`,
              evidence,
            },
          ]
        })
      })
    })
  },
}
