import { usedTools } from '../documents/used-tools.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe(
  usedTools({
    id: 'usesMemoryCheckers',
    title: 'Are memory errors looked for at run time?',
    what: 'finding memory errors at run time',
    kinds: ['memory'],
    where: 'anywhere',
    remediation: { text: 'Run the tests under AddressSanitizer or Valgrind in CI', effort: 'low' },
  }),
)
