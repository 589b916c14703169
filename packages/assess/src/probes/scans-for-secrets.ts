import { usedTools } from '../documents/used-tools.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe(
  usedTools({
    id: 'scansForSecrets',
    title: 'Does a tool look for committed credentials?',
    what: 'finding committed credentials',
    kinds: ['secrets'],
    where: 'anywhere',
    remediation: { text: 'Switch on the forge’s secret scanning with push protection, or run gitleaks in CI', effort: 'low' },
  }),
)
