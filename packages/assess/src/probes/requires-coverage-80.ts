import { requiredCoverage } from '../documents/required-coverage.ts'
import { no, undeclared, yes } from '../documents/answer.ts'
import { defineProbe } from '../probe.ts'

const WANTED = 80

export default defineProbe({
  id: 'requiresCoverage80',
  title: 'Must tests cover at least 80 % of the statements?',
  remediation: { text: 'Let CI fail below 80 % coverage (fail_under, coverageThreshold, codecov target)', effort: 'medium' },
  run(facts) {
    const found = requiredCoverage(facts)
    const enough = found.filter(({ percent }) => percent >= WANTED)
    const [best] = enough
    if (best !== undefined)
      return yes(
        `The build asks for ${best.percent} % coverage`,
        enough.map(({ place }) => place),
        { percent: best.percent },
      )
    if (found.length > 0)
      return no(
        `The build asks for at most ${Math.max(...found.map(({ percent }) => percent))} % coverage`,
        found.map(({ place }) => place),
      )
    return undeclared('no file sets a minimum of test coverage')
  },
})
