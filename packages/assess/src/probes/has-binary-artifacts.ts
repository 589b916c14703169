import { scorecardBinaries } from '../binary/scorecard-binaries.ts'
import { triageBinaries } from '../binary/triage.ts'
import { found, notFound } from '../finding.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe({
  id: 'hasBinaryArtifacts',
  title: 'Are there programs in the tree?',
  fault: 'true',
  remediation: { text: 'Keep programs out of the repository', effort: 'medium' },
  run(facts, reading) {
    if (reading === 'scorecard-5') {
      const counted = scorecardBinaries(facts)
      return counted.length === 0 ? [notFound('there are no binaries')] : counted.map(({ path }) => found('a binary', [{ path }]))
    }
    const all = triageBinaries(facts)
    if (all.length === 0) return [notFound('there are no programs in the tree')]
    return all.map(({ path, verdict, format, reason, source }) =>
      found(`${reason}: ${format}`, [{ path }], { verdict, format, ...(source === '' ? {} : { source }) }),
    )
  },
})
