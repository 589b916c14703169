import type { Probe } from '../probe.ts'
import { no, undeclared, yes } from './answer.ts'
import { requiredCoverage } from './required-coverage.ts'

/** A probe that asks whether the build fails below so many percent of covered statements. */
export function coverageProbe({ id, wanted }: { readonly id: string; readonly wanted: number }): Probe {
  return {
    id,
    title: `Must tests cover at least ${wanted} % of the statements?`,
    remediation: { text: `Let CI fail below ${wanted} % coverage (fail_under, coverageThreshold, codecov target)`, effort: 'medium' },
    run(facts) {
      const found = requiredCoverage(facts)
      const enough = found.filter(({ percent }) => percent >= wanted)
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
  }
}
