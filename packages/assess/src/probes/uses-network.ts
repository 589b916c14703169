import { no, unseen, yes } from '../documents/answer.ts'
import { networkPattern } from '../documents/network-use.ts'
import { scanSource } from '../documents/source-scan.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe({
  id: 'usesNetwork',
  title: 'Does the software speak over a network itself?',
  remediation: { text: 'Where it does, use TLS by default and verify certificates', effort: 'medium' },
  run(facts) {
    const { places, searched, cut } = scanSource(facts, ({ language }) => networkPattern(language))
    if (places.length > 0) return yes('The code imports or calls network functions', places)
    if (cut || searched === 0)
      return unseen({
        what: 'evidence',
        detail: 'not all of the code could be searched',
        remedy: 'answer the question in the questionnaire',
      })
    return no(`None of ${searched} code files imports or calls network functions`, [{ path: '.' }], { searched })
  },
})
