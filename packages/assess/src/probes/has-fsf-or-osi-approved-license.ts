import { found, notApplicable, notFound, snippetOf } from '../finding.ts'
import { isApproved } from '../licences/approved.ts'
import { licenceFiles, namedLicence } from '../licences/licence-files.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe({
  id: 'hasFSFOrOSIApprovedLicense',
  title: 'Is the licence one that the OSI or the FSF approves?',
  remediation: {
    text: 'Choose an approved licence and put its unchanged text into the licence file',
    effort: 'medium',
    link: 'https://opensource.org/licenses',
  },
  run(facts, reading) {
    const { repository } = facts.forge
    if (reading === 'scorecard-5') {
      const named = namedLicence(facts)
      const id = repository.known && repository.value.licence !== '' ? repository.value.licence : (named?.ids[0] ?? '')
      if (named === null && id === '') return [notApplicable('there is no licence file')]
      const places = [{ path: named?.path ?? '.' }]
      return [isApproved(id) ? found(`${snippetOf(id)} is approved`, places) : notFound('no approved licence is named', places)]
    }
    const files = licenceFiles(facts)
    if (files.length === 0) return [notApplicable('there is no licence file')]
    return files.map(({ path, ids, approved, restriction }) => {
      if (approved) return found(`${ids.join(', ')}: approved`, [{ path }], { licences: ids.join(' ') })
      if (restriction !== '') return notFound('the text takes back what the licence permits', [{ path, snippet: snippetOf(restriction) }])
      return notFound(ids.length === 0 ? 'the text is none of the known licences' : `${ids.join(', ')} is not approved`, [{ path }])
    })
  },
})
