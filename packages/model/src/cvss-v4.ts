import { macroScore } from './cvss-v4-scores.ts'

type Metrics = ReadonlyMap<string, string>

/** Values from worst to least; the place is the severity distance in steps of 0.1 (CVSS v4.0 §8.2). */
const LEVELS: Readonly<Record<string, string>> = {
  AV: 'NALP',
  PR: 'NLH',
  UI: 'NPA',
  AC: 'LH',
  AT: 'NP',
  VC: 'HLN',
  VI: 'HLN',
  VA: 'HLN',
  SC: 'SHLN',
  SI: 'SHLN',
  SA: 'SHLN',
  CR: 'HML',
  IR: 'HML',
  AR: 'HML',
}

const EQ1_METRICS = ['AV', 'PR', 'UI']
const EQ2_METRICS = ['AC', 'AT']
const EQ3_METRICS = ['VC', 'VI', 'VA', 'CR', 'IR', 'AR']
const EQ4_METRICS = ['SC', 'SI', 'SA']

/** Highest vectors of each class, values in the order of the metrics above. */
const EQ1_HIGHEST = [['NNN'], ['ANN', 'NLN', 'NNP'], ['PNN', 'ALP']]
const EQ2_HIGHEST = [['LN'], ['HN', 'LP']]
const EQ3_HIGHEST: Readonly<Record<string, readonly string[]>> = {
  '00': ['HHHHHH'],
  '01': ['HHLMMH', 'HHHMMM'],
  '10': ['LHHHHH', 'HLHHHH'],
  '11': ['LHLHMH', 'LHHHMM', 'HLHMHM', 'HLLMHH', 'LLHHHM'],
  '21': ['LLLHHH'],
}
const EQ4_HIGHEST = [['HSS'], ['HHH'], ['LLL']]

/** Depth of each class in steps. */
const EQ1_DEPTH = [1, 4, 5]
const EQ2_DEPTH = [1, 2]
const EQ3_DEPTH: Readonly<Record<string, number>> = { '00': 7, '01': 6, '10': 8, '11': 8, '21': 10 }
const EQ4_DEPTH = [6, 5, 4]

/** Score of a well-formed CVSS v4.0 vector with all its stated metrics (specification §8). */
export function scoreV4(stated: Metrics): number {
  const metrics = effective(stated)
  const has = (metric: string, values: string): boolean => values.includes(metrics.get(metric) ?? '?')
  if (['VC', 'VI', 'VA', 'SC', 'SI', 'SA'].every((metric) => has(metric, 'N'))) return 0
  const eq1 = firstClass(has)
  const eq2 = has('AC', 'L') && has('AT', 'N') ? 0 : 1
  const eq3 = has('VC', 'H') && has('VI', 'H') ? 0 : has('VC', 'H') || has('VI', 'H') || has('VA', 'H') ? 1 : 2
  const eq4 = has('SI', 'S') || has('SA', 'S') ? 0 : has('SC', 'H') || has('SI', 'H') || has('SA', 'H') ? 1 : 2
  const eq5 = has('E', 'A') ? 0 : has('E', 'P') ? 1 : 2
  const eq6 = (has('CR', 'H') && has('VC', 'H')) || (has('IR', 'H') && has('VI', 'H')) || (has('AR', 'H') && has('VA', 'H')) ? 0 : 1
  const score = macroScore(eq1, eq2, eq3, eq4, eq5, eq6) ?? 0
  const eq36 = `${eq3}${eq6}`
  const steps: readonly (readonly [lower: number | undefined, depth: number, distance: number])[] = [
    [macroScore(eq1 + 1, eq2, eq3, eq4, eq5, eq6), EQ1_DEPTH[eq1] ?? 1, distance(metrics, EQ1_METRICS, EQ1_HIGHEST[eq1] ?? [])],
    [macroScore(eq1, eq2 + 1, eq3, eq4, eq5, eq6), EQ2_DEPTH[eq2] ?? 1, distance(metrics, EQ2_METRICS, EQ2_HIGHEST[eq2] ?? [])],
    [lowerThird([eq1, eq2, eq3, eq4, eq5, eq6]), EQ3_DEPTH[eq36] ?? 1, distance(metrics, EQ3_METRICS, EQ3_HIGHEST[eq36] ?? [])],
    [macroScore(eq1, eq2, eq3, eq4 + 1, eq5, eq6), EQ4_DEPTH[eq4] ?? 1, distance(metrics, EQ4_METRICS, EQ4_HIGHEST[eq4] ?? [])],
    [macroScore(eq1, eq2, eq3, eq4, eq5 + 1, eq6), 1, 0],
  ]
  let sum = 0
  let count = 0
  for (const [lower, depth, steepness] of steps) {
    if (lower === undefined) continue
    count++
    sum += (score - lower) * (steepness / depth)
  }
  const exact = Math.min(10, Math.max(0, count === 0 ? score : score - sum / count))
  return Math.round((exact + 1e-6) * 10) / 10
}

/** Modified metrics stand for their base metrics; threat and requirements not stated count as the worst. */
function effective(stated: Metrics): Metrics {
  const metrics = new Map(stated)
  for (const [name, value] of stated) if (name.startsWith('M') && value !== 'X') metrics.set(name.slice(1), value)
  if ((metrics.get('E') ?? 'X') === 'X') metrics.set('E', 'A')
  for (const name of ['CR', 'IR', 'AR']) if ((metrics.get(name) ?? 'X') === 'X') metrics.set(name, 'H')
  return metrics
}

function firstClass(has: (metric: string, values: string) => boolean): number {
  const none = [has('AV', 'N'), has('PR', 'N'), has('UI', 'N')]
  if (none.every(Boolean)) return 0
  return none.some(Boolean) && !has('AV', 'P') ? 1 : 2
}

/** EQ3 and EQ6 belong together: the next lower class is the better of the two ways down. */
function lowerThird([eq1, eq2, eq3, eq4, eq5, eq6]: readonly [number, number, number, number, number, number]): number | undefined {
  const down = macroScore(eq1, eq2, eq3 + 1, eq4, eq5, eq6)
  const across = macroScore(eq1, eq2, eq3, eq4, eq5, eq6 + 1)
  if (eq3 === 0 && eq6 === 0) return Math.max(down ?? 0, across ?? 0)
  return eq3 === 1 && eq6 === 0 ? across : down
}

/** Steps from the first highest vector of the class that is at least as severe in every metric. */
function distance(metrics: Metrics, names: readonly string[], highest: readonly string[]): number {
  for (const vector of highest) {
    const steps = names.map((name, index) => level(name, metrics.get(name) ?? '') - level(name, vector[index] ?? ''))
    if (steps.every((step) => step >= 0)) return steps.reduce((sum, step) => sum + step, 0)
  }
  return 0
}

function level(name: string, value: string): number {
  return (LEVELS[name] ?? '').indexOf(value)
}
