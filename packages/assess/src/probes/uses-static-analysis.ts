import { usedTools } from '../documents/used-tools.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe(
  usedTools({
    id: 'usesStaticAnalysis',
    title: 'Is static analysis of more than compiler warnings used?',
    what: 'static analysis',
    kinds: ['sast', 'sast-security'],
    where: 'anywhere',
    remediation: { text: 'Add a static analysis tool to CI (CodeQL, Semgrep, or the one of your language)', effort: 'low' },
  }),
)
