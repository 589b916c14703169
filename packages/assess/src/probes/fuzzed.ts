import { fuzzers, scorecardFuzzers } from '../analysis/fuzzers.ts'
import { found, notFound, unseen } from '../finding.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe({
  id: 'fuzzed',
  title: 'Is the project fuzzed?',
  remediation: {
    text: 'Write a fuzz target or property tests for what reads foreign input, and run them in CI',
    effort: 'high',
    link: 'https://google.github.io/oss-fuzz/',
  },
  run(facts, reading) {
    const all = reading === 'cupel' ? fuzzers(facts) : scorecardFuzzers(facts)
    const { ossFuzz } = facts.forge
    // OSS-Fuzz keeps its targets elsewhere: a tree without any is no proof.
    if (all.length === 0 && reading === 'cupel' && !ossFuzz.known) return [unseen(ossFuzz.missing)]
    return all.length === 0
      ? [notFound('nothing shows that the project is fuzzed')]
      : all.map(({ fuzzer, place }) => found(`fuzzed with ${fuzzer}`, [place], { tool: fuzzer }))
  },
})
