import type { Bom } from '@cupel/model'
import type { BomFormat } from '../bom-read.ts'
import { BSI_RULES } from './bsi-rules.ts'
import { NTIA_RULES } from './ntia-rules.ts'
import type { ScoreStandard } from './rule.ts'

export interface RuleScore {
  readonly id: string
  readonly standard: ScoreStandard
  readonly title: string
  readonly section: string
  /** Weight of the rule, and how much of it was earned. */
  readonly points: number
  readonly got: number
  readonly reason: string
  /** Refs of components that miss the rule, at most `maxComponents`; `failing` counts them all. */
  readonly components: readonly string[]
  readonly failing: number
}

export interface BomScore {
  /** 0..10 with one decimal: the mean of the standards. */
  readonly score: number
  readonly standards: readonly { readonly standard: ScoreStandard; readonly score: number; readonly points: number; readonly got: number }[]
  readonly rules: readonly RuleScore[]
}

/** Scores a bill of materials by the NTIA minimum elements and BSI TR-03183-2 v2.1. Pass the format it was read from. */
export function scoreBom(bom: Bom, options: { readonly format?: BomFormat; readonly maxComponents?: number } = {}): BomScore {
  const { format, maxComponents = 5 } = options
  const rules = [...NTIA_RULES, ...BSI_RULES].map((rule): RuleScore => {
    const { share, reason, failing } = rule.judge({ bom, ...(format && { format }) })
    const { id, standard, title, section, points } = rule
    return {
      id,
      standard,
      title,
      section,
      points,
      got: round(points * share, 3),
      reason,
      components: failing.slice(0, maxComponents),
      failing: failing.length,
    }
  })
  const names = [...new Set(rules.map((rule) => rule.standard))]
  const standards = names.map((standard) => {
    const own = rules.filter((rule) => rule.standard === standard)
    const points = own.reduce((sum, rule) => sum + rule.points, 0)
    const got = round(
      own.reduce((sum, rule) => sum + rule.got, 0),
      3,
    )
    return { standard, score: round((10 * got) / points, 1), points, got }
  })
  const mean = standards.reduce((sum, { score }) => sum + score, 0) / standards.length
  return { score: round(mean, 1), standards, rules }
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits))
}
