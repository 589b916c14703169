import type { SecurityInsights } from '../documents/read-security-insights.ts'
import type { InferredAnswer } from './infer-answers.ts'

/** What a field of SECURITY-INSIGHTS says of a requirement. */
export interface InsightsRule {
  /** Keys joined with dots. */
  readonly path: string
  readonly to: string
  readonly status: string
  readonly confidence: number
  /** Equal to this, compared as text without regard to case; with `substring`, contained. */
  readonly value?: string | boolean
  readonly alternatives?: readonly string[]
  /** The path is a list of objects; this member of one must fit. */
  readonly itemField?: string
  /** A path within that object that must be true. */
  readonly also?: string
  readonly substring?: boolean
}

/** The ready map from fields to the badge's and the Baseline's requirements. */
export async function insightsRules(): Promise<readonly InsightsRule[]> {
  const { default: map } = await import('../../data/security-insights-map.json', { with: { type: 'json' } })
  return map.rules as readonly InsightsRule[]
}

/**
 * What a SECURITY-INSIGHTS file claims of requirements, the surest claim for each. A claim, not evidence; what is only weakly
 * related (below `minConfidence`, default 2) is left out.
 */
export function insightsAnswers(
  { value, path, lineOf }: SecurityInsights,
  rules: readonly InsightsRule[],
  minConfidence = 2,
): readonly InferredAnswer[] {
  const best = new Map<string, InferredAnswer>()
  for (const rule of rules) {
    if (rule.confidence < minConfidence || (best.get(rule.to)?.confidence ?? 0) >= rule.confidence) continue
    const found = memberAt(value, rule.path)
    if (!holds(found, rule) || (rule.status !== 'Met' && rule.status !== 'Unmet' && rule.status !== 'N/A')) continue
    const address = typeof found === 'string' && /^https?:\/\//.test(found) ? `: ${found}` : ''
    const justification = `${path} states ${rule.path}${address}`
    best.set(rule.to, {
      field: rule.to,
      status: rule.status,
      confidence: rule.confidence,
      justification,
      source: path,
      line: lineOf(rule.path),
    })
  }
  return [...best.values()].sort((a, b) => (a.field < b.field ? -1 : 1))
}

function holds(found: unknown, rule: InsightsRule): boolean {
  if (rule.itemField !== undefined) {
    const field = rule.itemField
    return (
      Array.isArray(found) &&
      found.some((item: unknown) => fits(memberAt(item, field), rule) && (rule.also === undefined || memberAt(item, rule.also) === true))
    )
  }
  return fits(found, rule)
}

function fits(found: unknown, { value, alternatives, substring }: InsightsRule): boolean {
  if (value === undefined && alternatives === undefined)
    return found !== undefined && found !== null && found !== '' && !(Array.isArray(found) && found.length === 0)
  if (typeof found !== 'string' && typeof found !== 'boolean' && typeof found !== 'number') return false
  const text = String(found).toLowerCase()
  const wanted = alternatives ?? [String(value)]
  return wanted.some((one) => (substring === true ? text.includes(one.toLowerCase()) : text === one.toLowerCase()))
}

function memberAt(value: unknown, path: string): unknown {
  let at = value
  for (const key of path.split('.')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined
    at = Reflect.get(at, key)
  }
  return at
}
