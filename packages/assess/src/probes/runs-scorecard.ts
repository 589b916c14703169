import { undeclared, yes } from '../documents/answer.ts'
import { ciSteps } from '../documents/ci-steps.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe({
  id: 'runsScorecard',
  title: 'Does CI assess the project itself (Scorecard, cupel)?',
  remediation: { text: 'Run the assessment in CI once a week and look at what got worse', effort: 'low' },
  run(facts) {
    const steps = ciSteps(facts).filter(({ text }) => /^ossf\/scorecard-action@|\bcupel\s+assess\b/.test(text))
    if (steps.length > 0)
      return yes(
        'CI assesses the project',
        steps.map(({ path, line, text }) => ({ path, line, snippet: text.slice(0, 120) })),
      )
    return undeclared('no assessment is seen in CI')
  },
})
