import { usedTools } from '../documents/used-tools.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe(
  usedTools({
    id: 'usesFormatter',
    title: 'Is the code style kept by a formatter?',
    what: 'formatting',
    kinds: ['format'],
    where: 'anywhere',
    remediation: { text: 'Add the language’s formatter and check in CI that it changes nothing', effort: 'low' },
  }),
)
