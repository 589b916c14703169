import { usedTools } from '../documents/used-tools.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe(
  usedTools({
    id: 'usesDynamicAnalysis',
    title: 'Is dynamic analysis used?',
    what: 'dynamic analysis',
    kinds: ['dynamic'],
    where: 'anywhere',
    remediation: { text: 'Add fuzzing, or run the tests under sanitizers, before releases', effort: 'medium' },
  }),
)
