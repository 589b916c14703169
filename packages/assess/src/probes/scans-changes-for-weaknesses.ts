import { usedTools } from '../documents/used-tools.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe(
  usedTools({
    id: 'scansChangesForWeaknesses',
    title: 'Is every change scanned for security weaknesses?',
    what: 'scanning changes for weaknesses',
    kinds: ['sast-security'],
    where: 'change',
    remediation: { text: 'Run the security rules on change requests and make the check required', effort: 'medium' },
  }),
)
