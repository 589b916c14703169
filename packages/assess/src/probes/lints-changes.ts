import { usedTools } from '../documents/used-tools.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe(
  usedTools({
    id: 'lintsChanges',
    title: 'Does CI lint every change?',
    what: 'finding mistakes on every change',
    kinds: ['lint', 'types'],
    where: 'change',
    remediation: { text: 'Run the linter in a CI job on push and on change requests', effort: 'low' },
  }),
)
