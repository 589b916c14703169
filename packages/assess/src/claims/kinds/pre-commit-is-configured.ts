import { projectDocuments } from '../../documents/project-documents.ts'
import { findProse } from '../../documents/prose.ts'
import type { ClaimKind } from '../claim.ts'

/** The documents tell contributors to run pre-commit. */
export const preCommitIsConfigured: ClaimKind = {
  id: 'pre-commit-is-configured',
  title: 'pre-commit, where it is told, is configured',
  check(facts) {
    const documents = projectDocuments(facts).filter(({ path }) => path.split('/').length <= 2)
    const [hit] = findProse(documents, { roles: ['contributing', 'readme'], statements: [/\bpre-commit (?:install|run)\b/], code: true })
    if (hit === undefined) return []
    const config = facts.files.paths.find((path) => /(?:^|\/)\.pre-commit-config\.ya?ml$/.test(path))
    const claim = 'pre-commit checks changes'
    if (config !== undefined)
      return [{ claim, stated: hit.place, verdict: 'holds', message: 'It is configured', evidence: [{ path: config }] }]
    return [
      { claim, stated: hit.place, verdict: 'contradicted', message: 'There is no .pre-commit-config.yaml', evidence: [{ path: '.' }] },
    ]
  },
}
