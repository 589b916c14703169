import { isHumanChange } from '../../documents/commit-kinds.ts'
import { projectDocuments } from '../../documents/project-documents.ts'
import { findProse } from '../../documents/prose.ts'
import type { ClaimKind } from '../claim.ts'

const CLAIM =
  /\b(?:all|every|each|your)\b.{0,40}\bcommits?\b.{0,80}\b(?:must|need to|have to|has to|are required to|should|required?)\b.{0,60}\bsigned[- ]?off\b|\bwe require\b.{0,80}\b(?:sign(?:ed)?[- ]?off|DCO)\b/i

/** The documents require a sign-off on every commit. */
export const signOffIsKept: ClaimKind = {
  id: 'sign-off-is-kept',
  title: 'The required sign-off is kept',
  check(facts) {
    const [hit] = findProse(projectDocuments(facts), { roles: ['contributing', 'readme', 'governance', 'template'], statements: [CLAIM] })
    if (hit === undefined || !facts.git.known) return []
    const last = facts.git.value.commits.filter(isHumanChange).slice(0, 100)
    const without = last.filter(({ trailers, body }) => !trailers.some(([key]) => key === 'signed-off-by') && !/signed-off-by/i.test(body))
    const claim = 'every commit is signed off'
    const evidence = without.slice(0, 3).map(({ id, subject }) => ({ commit: id, snippet: subject.slice(0, 100) }))
    if (last.length < 20) return [{ claim, stated: hit.place, verdict: 'unproven', message: 'There are too few commits', evidence: [] }]
    const message = `${without.length} of the last ${last.length} commits by people are not signed off`
    return [
      {
        claim,
        stated: hit.place,
        verdict: without.length * 2 > last.length ? 'contradicted' : without.length === 0 ? 'holds' : 'unproven',
        message,
        evidence,
      },
    ]
  },
}
