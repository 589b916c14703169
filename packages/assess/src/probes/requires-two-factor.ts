import { no, withFact, yes } from '../documents/answer.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe({
  id: 'requiresTwoFactor',
  title: 'Does the organisation require two factors?',
  remediation: { text: 'Require two-factor authentication in the organisation’s settings', effort: 'low' },
  run: (facts) =>
    withFact(facts.forge.twoFactorRequired, (required) => {
      const places = [{ url: facts.project.url }]
      return required ? yes('Two factors are required of every member', places) : no('Two factors are not required', places)
    }),
})
