import { no, undeclared, yes } from '../documents/answer.ts'
import { licenceFiles } from '../licences/licence-files.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe({
  id: 'licenceIsFree',
  title: 'Is the project itself under a licence that the OSI or the FSF approves?',
  remediation: {
    text: 'Choose an approved licence and put its unchanged text into the licence file of the root',
    effort: 'medium',
    link: 'https://opensource.org/licenses',
  },
  run(facts) {
    // Licences of parts stand in folders; copyright notices are no licences.
    const own = licenceFiles(facts).filter(({ path }) => !path.includes('/') && !/^(?:copyright|notice|patents)/i.test(path))
    const approved = own.filter((file) => file.approved)
    const places = own.map(({ path }) => ({ path }))
    if (own.length > 0 && approved.length === own.length) return yes(`${approved.flatMap(({ ids }) => ids).join(', ')}: approved`, places)
    const restricted = own.filter(({ restriction }) => restriction !== '')
    if (restricted.length > 0)
      return no(
        'The text takes back what the licence permits',
        restricted.map(({ path }) => ({ path })),
      )
    const named = own.filter(({ ids, approved: free }) => ids.length > 0 && !free)
    if (own.length > 0 && named.length === own.length)
      return undeclared(`${named.flatMap(({ ids }) => ids).join(', ')} is on neither list of approved licences`)
    return undeclared(own.length === 0 ? 'no licence file was found in the root' : 'not every licence file of the root is a known text')
  },
})
