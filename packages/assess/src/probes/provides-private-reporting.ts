import { documentedBy } from '../documents/documented-by.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe(
  documentedBy({
    id: 'providesPrivateReporting',
    title: 'Can a vulnerability be reported in private?',
    what: 'a private way to report a vulnerability',
    remediation: {
      text: 'Switch on private vulnerability reporting at the forge and name it, or an address, in SECURITY.md',
      effort: 'low',
      link: 'https://docs.github.com/en/code-security/security-advisories/working-with-repository-security-advisories/configuring-private-vulnerability-reporting-for-a-repository',
    },
    roles: ['security'],
    statements: [
      /\/security\/advisories\/new\b/i,
      /\bprivate(?:ly)?\b.{0,60}\b(?:report|disclos|advisor|vulnerab|e-?mail|contact)\w*\b/i,
      /\b(?:report|disclos|vulnerab|security|e-?mail|contact|send)\w*\b.{0,100}\bprivate(?:ly)?\b/i,
      /\b(?:do not|don't|please do not|never|not)\b.{0,60}\b(?:public(?:ly)?|open|file|create|use|report)\b.{0,60}\b(?:issues?|tracker|bugs?|tickets?)\b/i,
      /\b(?:e-?mail|contact|send|write|report)\w*\b.{0,140}[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{2,80}/i,
      /https:\/\/(?:hackerone\.com|bugcrowd\.com|huntr\.(?:dev|com)|tidelift\.com\/security)/i,
      /\breport a vulnerability\b/i,
    ],
  }),
)
