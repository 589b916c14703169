import { projectDocuments } from '../../documents/project-documents.ts'
import { findProse } from '../../documents/prose.ts'
import type { Claim, ClaimKind } from '../claim.ts'

const BOTS: readonly (readonly [string, RegExp, RegExp])[] = [
  [
    'Dependabot',
    /\b(?:we|project|repository|dependencies|actions)\b.{0,60}\b(?:use|uses|using|rely on|updated by|monitored by|managed by|kept .{0,30}by|with)\b.{0,20}\bdependabot\b|\bdependabot\b.{0,30}\b(?:keeps|updates|monitors|is (?:enabled|configured|used))\b/i,
    /^\.github\/dependabot\.ya?ml$/,
  ],
  [
    'Renovate',
    /\b(?:we|project|repository|dependencies|actions)\b.{0,60}\b(?:use|uses|using|rely on|updated by|managed by|with)\b.{0,20}\brenovate\b|\brenovate\b.{0,30}\b(?:keeps|updates|is (?:enabled|configured|used))\b/i,
    /(?:^|\/)\.?renovate(?:rc)?(?:\.json5?)?$/,
  ],
]

/** The documents say that a bot updates dependencies. */
export const updateBotsAreConfigured: ClaimKind = {
  id: 'update-bots-are-configured',
  title: 'Update bots that the documents name are configured',
  check(facts) {
    return BOTS.flatMap(([name, statement, file]): readonly Claim[] => {
      const [hit] = findProse(projectDocuments(facts), { roles: ['readme', 'contributing', 'security'], statements: [statement] })
      if (hit === undefined) return []
      const config = facts.files.paths.find((path) => file.test(path))
      const claim = `${name} updates dependencies`
      if (config !== undefined)
        return [{ claim, stated: hit.place, verdict: 'holds', message: `${name} is configured`, evidence: [{ path: config }] }]
      // Security updates can be on without a file.
      return [
        {
          claim,
          stated: hit.place,
          verdict: name === 'Dependabot' ? 'unproven' : 'contradicted',
          message: `There is no configuration of ${name}`,
          evidence: [{ path: '.' }],
        },
      ]
    })
  },
}
