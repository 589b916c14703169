import { no, withFact, yes } from '../documents/answer.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe({
  id: 'privateReportingIsOn',
  title: 'Is the forge’s private vulnerability reporting on?',
  remediation: { text: 'Switch on private vulnerability reporting in the repository’s security settings', effort: 'low' },
  run: (facts) =>
    withFact(facts.forge.settings, ({ privateReporting }) => {
      const places = [{ url: `${facts.project.url}/security` }]
      if (privateReporting === null)
        return withFact(
          {
            known: false,
            missing: {
              what: 'permission',
              detail: 'the setting is shown to maintainers only',
              remedy: 'use a token with administration: read',
            },
          },
          () => [],
        )
      return privateReporting ? yes('Private vulnerability reporting is on', places) : no('Private vulnerability reporting is off', places)
    }),
})
