import { permissionFindings } from '../permissions/permission-findings.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe({
  id: 'jobLevelPermissions',
  title: 'Do jobs take only the rights that they need?',
  remediation: {
    text: 'State under `permissions:` of the job the rights it needs, and leave out `write` where the job only reads',
    effort: 'low',
    link: 'https://docs.github.com/actions/writing-workflows/workflow-syntax-for-github-actions#jobsjob_idpermissions',
  },
  run: (facts, reading) => permissionFindings(facts, reading, 'job'),
})
