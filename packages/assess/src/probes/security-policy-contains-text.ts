import { policyFinding } from '../policy/policy-findings.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe({
  id: 'securityPolicyContainsText',
  title: 'Does the security policy explain itself?',
  remediation: {
    text: 'Describe in words what to send and what happens then',
    effort: 'low',
    link: 'https://github.com/ossf/oss-vulnerability-guide',
  },
  run: (facts, reading) => [
    policyFinding(facts, reading, {
      yes: 'the policy has text besides addresses',
      no: 'the policy has no text besides addresses',
      holds: ({ hasText }) => hasText,
    }),
  ],
})
