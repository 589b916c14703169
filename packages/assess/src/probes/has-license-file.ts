import { found, notFound } from '../finding.ts'
import { licenceFiles, namedLicence } from '../licences/licence-files.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe({
  id: 'hasLicenseFile',
  title: 'Is there a licence file?',
  remediation: {
    text: 'Add the text of your licence as `LICENSE` at the top of the repository',
    effort: 'low',
    link: 'https://choosealicense.com/',
  },
  run(facts, reading) {
    const { repository } = facts.forge
    if (reading === 'scorecard-5' && repository.known && repository.value.licence !== '')
      return [found('the forge shows a licence', [{ path: namedLicence(facts)?.path ?? '.' }])]
    const files = reading === 'cupel' ? licenceFiles(facts) : [namedLicence(facts)].filter((file) => file !== null)
    if (files.length === 0) return [notFound('there is no licence file')]
    return files.map(({ path, ids }) =>
      found(ids.length === 0 ? 'a licence file' : `a licence file: ${ids.join(', ')}`, [{ path }], { licences: ids.join(' ') }),
    )
  },
})
