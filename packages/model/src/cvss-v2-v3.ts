type Metrics = ReadonlyMap<string, string>

const V2: Readonly<Record<string, number>> = {
  'AV:L': 0.395,
  'AV:A': 0.646,
  'AV:N': 1,
  'AC:H': 0.35,
  'AC:M': 0.61,
  'AC:L': 0.71,
  'Au:M': 0.45,
  'Au:S': 0.56,
  'Au:N': 0.704,
}
const V2_IMPACT: Readonly<Record<string, number>> = { N: 0, P: 0.275, C: 0.66 }

const V3: Readonly<Record<string, number>> = {
  'AV:N': 0.85,
  'AV:A': 0.62,
  'AV:L': 0.55,
  'AV:P': 0.2,
  'AC:L': 0.77,
  'AC:H': 0.44,
  'UI:N': 0.85,
  'UI:R': 0.62,
}
const V3_IMPACT: Readonly<Record<string, number>> = { N: 0, L: 0.22, H: 0.56 }
const V3_PRIVILEGES: Readonly<Record<string, number>> = { N: 0.85, L: 0.62, H: 0.27 }
const V3_PRIVILEGES_CHANGED: Readonly<Record<string, number>> = { N: 0.85, L: 0.68, H: 0.5 }

/** Base score of a well-formed CVSS v2 vector (guide §3.2.1). */
export function scoreV2(metrics: Metrics): number {
  const impact = 10.41 * (1 - unharmed(metrics, V2_IMPACT))
  if (impact === 0) return 0
  const exploitability = 20 * weight(V2, metrics, 'AV') * weight(V2, metrics, 'AC') * weight(V2, metrics, 'Au')
  return Math.round((0.6 * impact + 0.4 * exploitability - 1.5) * 1.176 * 10) / 10
}

/** Base score of a well-formed CVSS v3.0 or v3.1 vector (specification §7.1); the versions differ in how they round up. */
export function scoreV3(metrics: Metrics, version: '3.0' | '3.1'): number {
  const changed = metrics.get('S') === 'C'
  const base = 1 - unharmed(metrics, V3_IMPACT)
  const impact = changed ? 7.52 * (base - 0.029) - 3.25 * (base - 0.02) ** 15 : 6.42 * base
  if (impact <= 0) return 0
  const privileges = (changed ? V3_PRIVILEGES_CHANGED : V3_PRIVILEGES)[metrics.get('PR') ?? ''] ?? 0
  const exploitability = 8.22 * weight(V3, metrics, 'AV') * weight(V3, metrics, 'AC') * privileges * weight(V3, metrics, 'UI')
  const score = Math.min((changed ? 1.08 : 1) * (impact + exploitability), 10)
  return version === '3.0' ? Math.ceil(score * 10) / 10 : roundUp(score)
}

function unharmed(metrics: Metrics, weights: Readonly<Record<string, number>>): number {
  let product = 1
  for (const name of ['C', 'I', 'A']) product *= 1 - (weights[metrics.get(name) ?? ''] ?? 0)
  return product
}

function weight(weights: Readonly<Record<string, number>>, metrics: Metrics, name: string): number {
  return weights[`${name}:${metrics.get(name) ?? ''}`] ?? 0
}

/** CVSS v3.1, appendix A: integer arithmetic, so that 4.02 from floating point stays 4.0 where it should. */
function roundUp(score: number): number {
  const integer = Math.round(score * 100_000)
  return integer % 10_000 === 0 ? integer / 100_000 : (Math.floor(integer / 10_000) + 1) / 10
}
