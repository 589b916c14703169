import { usedTools } from '../documents/used-tools.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe(
  usedTools({
    id: 'analysesEachChange',
    title: 'Is static analysis run on every change, or daily?',
    what: 'static analysis of every change',
    kinds: ['sast', 'sast-security'],
    where: 'change',
    remediation: { text: 'Run the static analysis on push and on change requests', effort: 'low' },
  }),
)
