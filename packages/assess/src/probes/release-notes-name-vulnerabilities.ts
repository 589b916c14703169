import { undeclared, yes } from '../documents/answer.ts'
import { projectDocuments } from '../documents/project-documents.ts'
import { findProse } from '../documents/prose.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe({
  id: 'releaseNotesNameVulnerabilities',
  title: 'Do release notes name the vulnerabilities that were fixed?',
  remediation: { text: 'Name the CVE or GHSA id of each fixed vulnerability in the notes of the release', effort: 'low' },
  run(facts) {
    const hits = findProse(projectDocuments(facts), {
      roles: ['changelog'],
      statements: [/\b(?:CVE-\d{4}-\d{4,7}|GHSA(?:-[23456789cfghjmpqrvwx]{4}){3})\b/i],
    })
    if (hits.length > 0)
      return yes(
        'The release notes name vulnerabilities by their ids',
        hits.map(({ place }) => place),
      )
    return undeclared('no release note names a CVE or GHSA id: none was fixed, or none was named')
  },
})
