import { documentedBy } from '../documents/documented-by.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe(
  documentedBy({
    id: 'hasSecurityContacts',
    title: 'Are contacts for security named?',
    what: 'a contact for security',
    remediation: { text: 'Name in SECURITY.md an address, a form or the forge’s private reporting as contact', effort: 'low' },
    roles: ['security'],
    statements: [
      /[\w.+-]{1,64}(?:@|\s?\[at\]\s?|\s\(at\)\s)[\w-]{1,63}(?:\.|\s?\[dot\]\s?)[\w.-]{2,80}/i,
      /\/security\/advisories\/new\b/i,
      /\bprivate(?:ly)? (?:vulnerability )?report(?:ing)?\b/i,
      /\breport a vulnerability\b/i,
      /https:\/\/(?:hackerone\.com|bugcrowd\.com|huntr\.(?:dev|com)|tidelift\.com\/security|[\w.-]+\/security(?:\/|\b)|[\w.-]+\/\.well-known\/security\.txt)/i,
    ],
  }),
)
