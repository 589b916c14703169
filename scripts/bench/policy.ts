import { celEnv, plan, parse } from '@bufbuild/cel'
import { celEnvironment, compileCel } from '@cupel/policy'
import { join } from 'node:path'
import { measure, median } from './measure.ts'

type Row = (what: string, figure: string, budget?: string, met?: boolean | null) => void

/** Conditions as rules have them: a comparison, a list of texts, a macro over a short list. */
const RULES = [
  ['a comparison', 'score >= 7.0'],
  ['as rules have it', 'counts && !(severity in ["critical", "high"]) && (score < 7.0 || direct == false)'],
  ['a macro over three texts', 'ids.exists(id, id.startsWith("CVE-")) && !ids.exists(id, id == "CVE-2021-44228")'],
] as const

const VARIABLES = { counts: true, severity: 'medium', score: 7.5, direct: false, ids: ['GHSA-a', 'CVE-2030-1', 'PYSEC-1'] }
const TYPES = { counts: 'bool', severity: 'string', score: 'double', direct: 'bool', ids: 'list(string)' }

/** Evaluations in a second: the median of rounds of a tenth of a second each. */
function perSecond(run: () => unknown, rounds: number): number {
  const rates: number[] = []
  for (let round = 0; round < rounds + 3; round++) {
    const started = process.hrtime.bigint()
    let count = 0
    let elapsed = 0n
    while (elapsed < 100_000_000n) {
      for (let at = 0; at < 1000; at++) run()
      count += 1000
      elapsed = process.hrtime.bigint() - started
    }
    if (round >= 3) rates.push(count / (Number(elapsed) / 1e9))
  }
  return median(rates)
}

/** Evaluations of rules against the other engine in the same process, and what a policy adds to a whole scan. */
export function benchPolicy(
  row: Row,
  { rounds, bin, scan }: { readonly rounds: number; readonly bin: string; readonly scan: readonly string[] | null },
): void {
  const environment = celEnvironment({ variables: TYPES })
  const count = Math.min(rounds, 7)
  for (const [name, source] of RULES) {
    const program = compileCel(source, environment)
    const own = perSecond(() => program.run(VARIABLES), count)
    const planned = plan(celEnv(), parse(source))
    const other = perSecond(() => planned(VARIABLES), count)
    row(
      `CEL, ${name}`,
      `${(own / 1e6).toFixed(2)} M evaluations/s, ${(own / other).toFixed(0)} x @bufbuild/cel (${(other / 1e6).toFixed(2)} M)`,
      '>= 1 M/s',
      own >= 1e6,
    )
  }
  const parses = perSecond(() => compileCel(RULES[1][1], environment), count)
  row('CEL, parsed, checked and compiled', `${(1e6 / parses).toFixed(0)} µs an expression`)
  if (scan === null) return
  const options = { rounds, cwd: join(bin, '..'), env: {} }
  const plain = measure(scan, options)
  const judged = measure([...scan, '--policy', 'default'], options)
  const added = judged.medianMs - plain.medianMs
  row('scan of 1,273 components: what --policy default adds', `${added.toFixed(0)} ms`, '<= 30 ms', added <= 30)
}
