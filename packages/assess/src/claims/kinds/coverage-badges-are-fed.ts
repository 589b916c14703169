import { ciUnread } from '../../documents/ci-steps.ts'
import { projectDocuments } from '../../documents/project-documents.ts'
import { cleanSnippet } from '../../documents/prose.ts'
import { toolsOf } from '../../documents/tools-in-use.ts'
import type { Claim, ClaimKind } from '../claim.ts'

const BADGE = /https?:\/\/(?:codecov\.io|coveralls\.io|img\.shields\.io\/(?:codecov|coveralls))\/[\w./%-]{1,200}/i

/** A badge shows the test coverage. */
export const coverageBadgesAreFed: ClaimKind = {
  id: 'coverage-badges-are-fed',
  title: 'Coverage badges are fed by CI',
  check: (facts) =>
    projectDocuments(facts).flatMap(({ path, role, sections }): readonly Claim[] => {
      if (role !== 'readme' || path.includes('/')) return []
      return sections.flatMap(({ paragraphs }) =>
        paragraphs.flatMap(({ text, line }): readonly Claim[] => {
          if (!BADGE.test(text)) return []
          const stated = { path, line, snippet: cleanSnippet(text) }
          const claim = 'test coverage is measured'
          const [use] = toolsOf(facts, 'coverage')
          if (use !== undefined) return [{ claim, stated, verdict: 'holds', message: 'CI measures coverage', evidence: use.places }]
          const named = facts.files.paths.find(
            (one) =>
              /^(?:\.|makefile|package\.json|tox|pom\.xml|build\.gradle|script|ci\/)/i.test(one) &&
              /cov/i.test((facts.files.text(one) ?? '').slice(0, 300_000)),
          )
          if (named !== undefined || ciUnread(facts).length > 0)
            return [
              {
                claim,
                stated,
                verdict: 'unproven',
                message: 'No upload was recognised',
                evidence: named === undefined ? [] : [{ path: named }],
              },
            ]
          return [
            {
              claim,
              stated,
              verdict: 'contradicted',
              message: 'No file of CI or of the build speaks of coverage',
              evidence: [{ path: '.github/workflows' }],
            },
          ]
        }),
      )
    }),
}
