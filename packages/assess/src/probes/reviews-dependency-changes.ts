import { usedTools } from '../documents/used-tools.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe(
  usedTools({
    id: 'reviewsDependencyChanges',
    title: 'Are dependencies checked on every change?',
    what: 'checking the dependencies of every change',
    kinds: ['sca', 'sca-change'],
    where: 'change',
    remediation: { text: 'Run dependency review or a scanner on change requests and make the check required', effort: 'low' },
  }),
)
