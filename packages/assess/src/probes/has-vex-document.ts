import { undeclared, yes } from '../documents/answer.ts'
import { isTestPath, isThirdParty } from '../documents/source-kind.ts'
import { defineProbe } from '../probe.ts'

const NAMED = /(?:^|\/)(?:[\w.-]*\.?(?:open)?vex\.json|\.?vex\/[^/]+\.json|[\w.-]*vex\.cdx\.json)$/
const CONTENT = /openvex\.dev\/ns|"category"\s*:\s*"csaf_vex"|"vulnerabilities"\s*:/

export default defineProbe({
  id: 'hasVexDocument',
  title: 'Are vulnerabilities that do not affect the project told in a VEX document?',
  remediation: {
    text: 'Write an OpenVEX document for each vulnerability of a dependency that does not affect you, with the reason',
    effort: 'low',
  },
  run(facts) {
    const found = facts.files.paths.filter((path) => {
      const lower = path.toLowerCase()
      return (
        NAMED.test(lower) && !isTestPath(lower) && !isThirdParty(lower) && CONTENT.test((facts.files.text(path) ?? '').slice(0, 200_000))
      )
    })
    if (found.length > 0)
      return yes(
        `${found.length} VEX documents are kept in the repository`,
        found.slice(0, 5).map((path) => ({ path })),
      )
    return undeclared('there is no VEX document; without unaffecting vulnerabilities none is needed')
  },
})
