import { documentedBy } from '../documents/documented-by.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe(
  documentedBy({
    id: 'hasSecurityPolicy',
    title: 'Is there a security policy that says how to report a vulnerability?',
    what: 'how to report a vulnerability',
    remediation: { text: 'Add SECURITY.md: where to report, how fast you answer, which versions are supported', effort: 'low' },
    roles: ['security'],
    headings: /^(?:reporting (?:a |an )?(?:security )?(?:vulnerabilit(?:y|ies)|issues?)|how to report.*)$/i,
    statements: [
      /\b(?:report|disclos|e-?mail|contact|submit|advisor)\w*\b.{0,160}(?:@|https?:\/\/|\]\(|\]\[|\[at\]|privately|security tab|advisor)/i,
      /[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{2,80}/i,
      /https?:\/\/\S*\/security\b/i,
    ],
  }),
)
