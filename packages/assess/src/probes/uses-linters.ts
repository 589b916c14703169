import { usedTools } from '../documents/used-tools.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe(
  usedTools({
    id: 'usesLinters',
    title: 'Are linters or type checkers used?',
    what: 'finding mistakes of style and use',
    kinds: ['lint', 'types'],
    where: 'anywhere',
    remediation: { text: 'Run the language’s usual linter in CI on every change', effort: 'low' },
  }),
)
