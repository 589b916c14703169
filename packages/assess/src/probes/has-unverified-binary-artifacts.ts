import { isWrapper, scorecardBinaries, wrapperChecked } from '../binary/scorecard-binaries.ts'
import { triageBinaries } from '../binary/triage.ts'
import type { TriagedBinary } from '../binary/triage.ts'
import type { Facts } from '../facts/facts.ts'
import { found, notFound, snippetOf } from '../finding.ts'
import type { ProbeFinding } from '../probe.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe({
  id: 'hasUnverifiedBinaryArtifacts',
  title: 'Are there programs in the tree that nobody can review?',
  fault: 'true',
  remediation: { text: 'Remove the file and build it from source, or fetch it by digest when building', effort: 'medium' },
  run(facts, reading) {
    if (reading === 'cupel') return ofTriage(facts)
    const counted = scorecardBinaries(facts).filter(({ verified }) => !verified)
    return counted.length === 0 ? [notFound('there are no binaries')] : counted.map(({ path }) => found('a binary', [{ path }]))
  },
})

function ofTriage(facts: Facts): readonly ProbeFinding[] {
  const counted = triageBinaries(facts).filter(
    ({ verdict, path }) => verdict === 'planted' || (verdict === 'unexplained' && !(isWrapper(path) && wrapperChecked(facts))),
  )
  if (counted.length === 0) return [notFound('there are no programs without an explanation')]
  return counted.map((binary) =>
    found(`${binary.reason}: ${binary.format}`, placesOf(binary), { verdict: binary.verdict, format: binary.format }),
  )
}

function placesOf({ path, usedBy }: TriagedBinary): ProbeFinding['places'] {
  return usedBy === null ? [{ path }] : [{ path }, { path: usedBy.script, line: usedBy.line, snippet: snippetOf(usedBy.text) }]
}
