import { ciUnread } from '../../documents/ci-steps.ts'
import { projectDocuments } from '../../documents/project-documents.ts'
import { findProse } from '../../documents/prose.ts'
import { toolsOf } from '../../documents/tools-in-use.ts'
import type { ClaimKind } from '../claim.ts'

const CLAIM =
  /slsa\.dev\/images\/gh-badge-level\d|\b(?:meets?|achieves?|compl(?:y|ies|iant) with|provides?|generates?|with|is)\b.{0,40}\bSLSA (?:build )?(?:level )?L?[1-4]\b/i

/** The README claims a SLSA level. */
export const slsaLevelHasProvenance: ClaimKind = {
  id: 'slsa-level-has-provenance',
  title: 'A claimed SLSA level has provenance behind it',
  check(facts) {
    const [hit] = findProse(projectDocuments(facts), { roles: ['readme', 'security'], statements: [CLAIM] })
    if (hit === undefined) return []
    const makers = toolsOf(facts, 'sign').filter(({ tool }) => /SLSA|attestation|provenance|cosign/i.test(tool.name))
    const claim = 'builds have a SLSA level'
    const [maker] = makers
    if (maker !== undefined)
      return [
        {
          claim,
          stated: hit.place,
          verdict: 'unproven',
          message: `${maker.tool.name} makes provenance; whether it fits the level, only its verification shows`,
          evidence: maker.places,
        },
      ]
    const named = facts.files.paths.some(
      (path) => path.startsWith('.github/') && /provenance|slsa|attest/i.test((facts.files.text(path) ?? '').slice(0, 300_000)),
    )
    if (named || ciUnread(facts).length > 0)
      return [{ claim, stated: hit.place, verdict: 'unproven', message: 'No provenance generator was recognised', evidence: [] }]
    return [
      {
        claim,
        stated: hit.place,
        verdict: 'contradicted',
        message: 'Nothing in CI makes provenance',
        evidence: [{ path: '.github/workflows' }],
      },
    ]
  },
}
