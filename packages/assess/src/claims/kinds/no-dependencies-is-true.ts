import { npmProject } from '../../documents/npm-project.ts'
import { projectDocuments } from '../../documents/project-documents.ts'
import { findProse } from '../../documents/prose.ts'
import { manifestValue } from '../manifest-values.ts'
import type { ClaimKind } from '../claim.ts'

const CLAIM =
  /\b(?:zero|no) (?:runtime |external |third[- ]party |production )?dependenc(?:y|ies)\b(?! (?:on|between|for|of|injection|issues?|conflicts?|problems?|updates?))|\bdependency[- ]free\b/i

/** The README says that nothing else is needed. */
export const noDependenciesIsTrue: ClaimKind = {
  id: 'no-dependencies-is-true',
  title: '«No dependencies» is true',
  check(facts) {
    const readmes = projectDocuments(facts).filter(({ role, path }) => role === 'readme' && !path.includes('/'))
    const [hit] = findProse(readmes, { roles: ['readme'], statements: [CLAIM] })
    if (hit === undefined) return []
    const claim = 'it has no dependencies'
    const npm = npmProject(facts)
    if (npm === null || npm.kind === 'application')
      return [{ claim, stated: hit.place, verdict: 'unproven', message: 'There is no manifest that would tell', evidence: [] }]
    const block = manifestValue(facts, 'package.json', /^\s*("dependencies"\s*:\s*\{)/)
    const empty = block === undefined || /"dependencies"\s*:\s*\{\s*\}/.test(facts.files.text('package.json') ?? '')
    if (empty)
      return [
        { claim, stated: hit.place, verdict: 'holds', message: 'package.json has no dependencies', evidence: [{ path: 'package.json' }] },
      ]
    return [{ claim, stated: hit.place, verdict: 'contradicted', message: 'package.json has dependencies', evidence: [block.place] }]
  },
}
