import { policyFinding } from '../policy/policy-findings.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe({
  id: 'securityPolicyContainsLinks',
  title: 'Does the security policy say whom to tell?',
  remediation: {
    text: 'Name a private address: a form, or a mail address',
    effort: 'low',
    link: 'https://github.com/ossf/oss-vulnerability-guide',
  },
  run: (facts, reading) => [
    policyFinding(facts, reading, {
      yes: 'the policy names an address',
      no: 'the policy names no address',
      holds: ({ contacts }) => contacts.length > 0,
    }),
  ],
})
