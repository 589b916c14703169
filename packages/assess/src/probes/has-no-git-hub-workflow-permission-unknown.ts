import { unknownPermissions } from '../permissions/permission-findings.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe({
  id: 'hasNoGitHubWorkflowPermissionUnknown',
  title: 'Is every right that workflows ask for one whose effect is judged?',
  remediation: { text: 'Check that the right is one that GitHub knows and that the job needs it', effort: 'low' },
  run: unknownPermissions,
})
