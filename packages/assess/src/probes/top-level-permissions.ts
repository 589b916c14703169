import { permissionFindings } from '../permissions/permission-findings.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe({
  id: 'topLevelPermissions',
  title: 'Do workflows limit their tokens at the top?',
  remediation: {
    text: 'Write `permissions: read-all` or `permissions: {}` at the top of the workflow and give single jobs the rights they need',
    effort: 'low',
    link: 'https://docs.github.com/actions/security-for-github-actions/security-guides/automatic-token-authentication',
  },
  run: (facts, reading) => permissionFindings(facts, reading, 'top'),
})
