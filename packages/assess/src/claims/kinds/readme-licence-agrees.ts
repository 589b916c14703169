import { licenceFiles } from '../../licences/licence-files.ts'
import { projectDocuments } from '../../documents/project-documents.ts'
import { cleanSnippet } from '../../documents/prose.ts'
import type { Claim, ClaimKind } from '../claim.ts'

const NAMES: readonly (readonly [RegExp, RegExp])[] = [
  [/\bMIT\b(?: License)?/, /^(?:mit|expat|x11)/i],
  [/\bApache(?: License)?(?:,? Version)? ?-?2(?:\.0)?\b/i, /^apache-2/i],
  [/\bBSD[- ]?3[- ]?Clause\b/i, /^bsd-3/i],
  [/\bBSD[- ]?2[- ]?Clause\b/i, /^bsd-2/i],
  [/\b(?:GPL|GNU General Public License)(?:,? ?v(?:ersion)?)? ?-?3\b/i, /^gpl-3/i],
  [/\b(?:GPL|GNU General Public License)(?:,? ?v(?:ersion)?)? ?-?2\b/i, /^gpl-2/i],
  [/\bAGPL\b|\bAffero General Public License\b/i, /^agpl/i],
  [/\b(?:MPL|Mozilla Public License)(?:,? ?v(?:ersion)?\.?)? ?-?2(?:\.0)?\b/i, /^mpl-2/i],
  [/\bISC\b(?: License)?/, /^isc/i],
]

/** A section «Licence» of the README names a licence. */
export const readmeLicenceAgrees: ClaimKind = {
  id: 'readme-licence-agrees',
  title: 'The licence that the README names is that of the licence file',
  check(facts) {
    const files = licenceFiles(facts).filter(({ path }) => !path.includes('/') || /^licen[cs]es\//i.test(path))
    const known = files.flatMap(({ ids }) => ids)
    const complete = files.length > 0 && files.every(({ ids }) => ids.length > 0)
    return projectDocuments(facts).flatMap(({ path, role, sections }) => {
      if (role !== 'readme' || path.includes('/')) return []
      return sections.flatMap(({ heading, paragraphs }): readonly Claim[] => {
        const [first] = paragraphs
        if (
          !/^licen[cs]e$|^licensing$|^licen[cs]e (?:information|and copyright)$/i.test(heading) ||
          first === undefined ||
          paragraphs.length > 4
        )
          return []
        const text = paragraphs.map((one) => one.text).join(' ')
        const named = NAMES.filter(([name]) => name.test(text))
        if (named.length === 0) return []
        const stated = { path, line: first.line, snippet: cleanSnippet(first.text) }
        const claim = `the licence is ${named.map(([name]) => name.exec(text)?.[0]).join(' or ')}`
        if (known.length === 0)
          return [{ claim, stated, verdict: 'unproven' as const, message: 'No licence file of a known text is there', evidence: [] }]
        const evidence = files.map((file) => ({ path: file.path }))
        if (named.some(([, id]) => known.some((one) => id.test(one))))
          return [{ claim, stated, verdict: 'holds' as const, message: `The licence files are ${known.join(', ')}`, evidence }]
        return [
          {
            claim,
            stated,
            verdict: complete ? ('contradicted' as const) : ('unproven' as const),
            message: `The licence files are ${known.join(', ')}`,
            evidence,
          },
        ]
      })
    })
  },
}
