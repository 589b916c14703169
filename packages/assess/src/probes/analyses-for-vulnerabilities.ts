import { usedTools } from '../documents/used-tools.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe(
  usedTools({
    id: 'analysesForVulnerabilities',
    title: 'Does a static analysis tool look for vulnerabilities?',
    what: 'static analysis for vulnerabilities',
    kinds: ['sast-security'],
    where: 'anywhere',
    remediation: { text: 'Add a tool with security rules to CI: CodeQL, Semgrep, gosec, Bandit, Brakeman …', effort: 'low' },
  }),
)
