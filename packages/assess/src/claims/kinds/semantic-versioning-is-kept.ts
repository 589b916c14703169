import { projectDocuments } from '../../documents/project-documents.ts'
import { findProse } from '../../documents/prose.ts'
import { versionTags } from '../../documents/version-tags.ts'
import type { ClaimKind } from '../claim.ts'

const CLAIM =
  /\b(?:adheres? to|follows?|uses?|according to|conforms? to|complies with|versioned (?:with|using))\b.{0,60}\bsem(?:antic[- ]versioning|ver\b)/i
const SEMANTIC = /^\d{1,6}\.\d{1,6}\.\d{1,10}(?:[-+][0-9A-Za-z.+-]{1,60})?$/

/** The documents promise semantic versioning. */
export const semanticVersioningIsKept: ClaimKind = {
  id: 'semantic-versioning-is-kept',
  title: 'Promised semantic versions are semantic',
  check(facts) {
    const [hit] = findProse(projectDocuments(facts), { roles: ['readme', 'changelog', 'contributing', 'release'], statements: [CLAIM] })
    const tags = versionTags(facts)
    if (hit === undefined || !tags.known) return []
    const last = tags.value.filter(({ prefix }) => /^v?$|[-/@]v?$/i.test(prefix)).slice(0, 10)
    const odd = last.filter(({ version }) => !SEMANTIC.test(version))
    const evidence = (odd.length > 0 ? odd : last).slice(0, 3).map(({ tag }) => ({ commit: tag.commit, snippet: tag.name }))
    const claim = 'versions are semantic'
    if (last.length < 3) return [{ claim, stated: hit.place, verdict: 'unproven', message: 'There are too few version tags', evidence }]
    if (odd.length * 2 > last.length)
      return [
        {
          claim,
          stated: hit.place,
          verdict: 'contradicted',
          message: `${odd.length} of the last ${last.length} version tags are not semantic`,
          evidence,
        },
      ]
    return [
      {
        claim,
        stated: hit.place,
        verdict: odd.length === 0 ? 'holds' : 'unproven',
        message: `${last.length - odd.length} of the last ${last.length} version tags are semantic`,
        evidence,
      },
    ]
  },
}
