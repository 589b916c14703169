import { no, undeclared, yes } from '../documents/answer.ts'
import { securityInsightsOf } from '../documents/security-insights-of.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe({
  id: 'hasSecurityInsights',
  title: 'Is there a valid SECURITY-INSIGHTS file?',
  remediation: {
    text: 'Write SECURITY-INSIGHTS.yml (cupel assess --write security-insights makes a draft from the evidence)',
    effort: 'low',
  },
  run(facts) {
    const read = securityInsightsOf(facts)
    if (read === null) return undeclared('there is no SECURITY-INSIGHTS file')
    const faults = read.problems.filter(({ effect }) => effect === 'incomplete')
    const [fault] = faults
    if (fault !== undefined)
      return no(
        `The file is not valid: ${fault.detail}`,
        faults.map(({ path, line }) => (line === undefined ? { path } : { path, line })),
      )
    return yes(`The file is valid (schema ${read.version})`, [{ path: read.path }], { version: read.version })
  },
})
