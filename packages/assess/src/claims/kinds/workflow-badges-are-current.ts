import { projectDocuments } from '../../documents/project-documents.ts'
import type { Claim, ClaimKind } from '../claim.ts'

const BADGE =
  /https?:\/\/(?:github\.com|img\.shields\.io\/github\/actions\/workflow\/status)\/([\w.-]+\/[\w.-]+)\/(?:actions\/)?(?:workflows\/)?([\w.-]+\.ya?ml)(?:\/badge\.svg)?/gi

/** A badge in the README shows the state of a workflow. */
export const workflowBadgesAreCurrent: ClaimKind = {
  id: 'workflow-badges-are-current',
  title: 'Badges show workflows that exist',
  check(facts) {
    const claims: Claim[] = []
    const own = facts.project.url.split('/').slice(-2).join('/').toLowerCase()
    for (const { path, role, sections } of projectDocuments(facts)) {
      if (role !== 'readme' || path.includes('/')) continue
      for (const { heading, line: top, paragraphs } of sections) {
        for (const { text, line } of [{ text: heading, line: top }, ...paragraphs]) {
          for (const [, repository = '', file = ''] of text.matchAll(BADGE)) {
            if (repository.toLowerCase() !== own || !/badge|shields/.test(text)) continue
            const target = `.github/workflows/${file}`
            const there = facts.files.has(target)
            claims.push({
              claim: `the workflow ${file} watches the project`,
              stated: { path, line },
              verdict: there ? 'holds' : 'contradicted',
              message: there ? 'The workflow is there' : 'There is no such workflow: the badge shows an old state or none',
              evidence: [{ path: there ? target : '.github/workflows' }],
            })
          }
        }
      }
    }
    return claims
  },
}
