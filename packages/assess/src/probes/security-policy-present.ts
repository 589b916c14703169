import { found } from '../finding.ts'
import { noPolicy } from '../policy/policy-findings.ts'
import { securityPolicy } from '../policy/security-policy.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe({
  id: 'securityPolicyPresent',
  title: 'Is there a security policy?',
  remediation: {
    text: 'Add SECURITY.md that says how to report a vulnerability in private and what happens then',
    effort: 'low',
    link: 'https://github.com/ossf/oss-vulnerability-guide',
  },
  run(facts, reading) {
    const policy = securityPolicy(facts, reading)
    if (policy === null) return [noPolicy(facts, reading)]
    return [found('there is a security policy', [policy.path === '' ? { url: policy.url } : { path: policy.path }])]
  },
})
