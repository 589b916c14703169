import { projectDocuments } from '../../documents/project-documents.ts'
import { cleanSnippet } from '../../documents/prose.ts'
import type { Claim, ClaimKind } from '../claim.ts'

const SERVICES: readonly (readonly [string, RegExp, RegExp])[] = [
  [
    'Travis CI',
    /https?:\/\/(?:api\.|www\.)?(?:app\.)?travis-ci\.(?:org|com)\/[\w./-]{1,100}\.svg|img\.shields\.io\/travis/,
    /^\.travis\.ya?ml$/,
  ],
  ['CircleCI', /https?:\/\/(?:dl\.)?circleci\.com\/[\w./%-]{1,200}\.(?:svg|png)|img\.shields\.io\/circleci/, /^\.circleci\/config\.ya?ml$/],
  ['AppVeyor', /https?:\/\/ci\.appveyor\.com\/api\/projects\/status|img\.shields\.io\/appveyor/, /^\.?appveyor\.ya?ml$/],
  ['Cirrus CI', /https?:\/\/api\.cirrus-ci\.com\/[\w./-]{1,100}\.svg/, /^\.cirrus\.(?:ya?ml|star)$/],
]

/** A badge of a CI service that needs a file in the repository. */
export const ciBadgesAreCurrent: ClaimKind = {
  id: 'ci-badges-are-current',
  title: 'Badges of CI services belong to a configuration that exists',
  check(facts) {
    const claims: Claim[] = []
    for (const { path, role, sections } of projectDocuments(facts)) {
      if (role !== 'readme' || path.includes('/')) continue
      for (const { text, line } of sections.flatMap(({ paragraphs }) => paragraphs)) {
        for (const [name, badge, file] of SERVICES) {
          if (!badge.test(text)) continue
          const config = facts.files.paths.find((one) => file.test(one))
          claims.push({
            claim: `${name} builds the project`,
            stated: { path, line, snippet: cleanSnippet(text) },
            verdict: config === undefined ? 'contradicted' : 'holds',
            message: config === undefined ? `There is no configuration of ${name}` : `${name} is configured`,
            evidence: [{ path: config ?? '.' }],
          })
        }
      }
    }
    return claims
  },
}
