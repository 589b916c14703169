import { no, unseen, yes } from '../documents/answer.ts'
import { cryptoPattern } from '../documents/crypto-use.ts'
import { scanSource } from '../documents/source-scan.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe({
  id: 'usesCryptography',
  title: 'Does the software use cryptography itself?',
  remediation: { text: 'Where cryptography is used, answer the questions on algorithms, key lengths and randomness', effort: 'medium' },
  run(facts) {
    const { places, searched, cut } = scanSource(facts, ({ language }) => cryptoPattern(language))
    if (places.length > 0) return yes('The code imports or calls cryptography', places)
    if (cut || searched === 0)
      return unseen({
        what: 'evidence',
        detail: 'not all of the code could be searched',
        remedy: 'answer the question in the questionnaire',
      })
    return no(`None of ${searched} code files imports or calls cryptography`, [{ path: '.' }], { searched })
  },
})
