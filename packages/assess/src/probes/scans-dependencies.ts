import { usedTools } from '../documents/used-tools.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe(
  usedTools({
    id: 'scansDependencies',
    title: 'Are dependencies checked for known vulnerabilities in CI?',
    what: 'finding vulnerable dependencies',
    kinds: ['sca'],
    where: 'ci',
    remediation: { text: 'Run a scanner for known vulnerabilities in CI', effort: 'low' },
  }),
)
