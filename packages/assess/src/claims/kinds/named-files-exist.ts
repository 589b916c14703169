import { localLinks } from '../local-links.ts'
import type { Claim, ClaimKind } from '../claim.ts'

const IMPORTANT =
  /(?:^|\/)(?:security|contributing|contribute|code[-_]of[-_]conduct|licen[cs]e|copying|governance|maintainers|changelog|changes|support|roadmap|authors)(?:[-.][\w.-]*)?$/i

/** A document links the project's policy, licence or guide. */
export const namedFilesExist: ClaimKind = {
  id: 'named-files-exist',
  title: 'Linked policies, guides and licences are there',
  check(facts) {
    const folders = new Set(
      facts.files.paths.flatMap((path) =>
        path
          .split('/')
          .slice(0, -1)
          .map((_part, at, parts) => parts.slice(0, at + 1).join('/')),
      ),
    )
    const lower = new Set(facts.files.paths.map((path) => path.toLowerCase()))
    return localLinks(facts).flatMap(({ document, role, line, text, target }): readonly Claim[] => {
      // Documents of a site are written for its own addresses.
      if (!IMPORTANT.test(target) || (role === 'other' && document.includes('/'))) return []
      const there = facts.files.has(target) || facts.files.links.includes(target) || folders.has(target)
      const stated = { path: document, line, snippet: text.slice(0, 120) }
      if (there)
        return [
          { claim: `there is ${target}`, stated, verdict: 'holds' as const, message: 'The file is there', evidence: [{ path: target }] },
        ]
      const near = lower.has(target.toLowerCase()) || lower.has(`${target.toLowerCase()}.md`)
      if (near)
        return [
          {
            claim: `there is ${target}`,
            stated,
            verdict: 'unproven' as const,
            message: 'A file of nearly this name is there',
            evidence: [],
          },
        ]
      return [
        {
          claim: `there is ${target}`,
          stated,
          verdict: 'contradicted' as const,
          message: 'No such file is in the tree',
          evidence: [{ path: target.includes('/') ? target.slice(0, target.lastIndexOf('/')) : '.' }],
        },
      ]
    })
  },
}
