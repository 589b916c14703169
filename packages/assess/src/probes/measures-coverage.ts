import { usedTools } from '../documents/used-tools.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe(
  usedTools({
    id: 'measuresCoverage',
    title: 'Is test coverage measured?',
    what: 'measuring test coverage',
    kinds: ['coverage'],
    where: 'anywhere',
    remediation: { text: 'Measure coverage in CI and publish the figure', effort: 'low' },
  }),
)
