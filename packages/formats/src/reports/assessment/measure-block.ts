import type { AssessmentReport } from '@cupel/model'
import { indented } from '../table/finding-block.ts'
import type { TableStyle } from '../table/style.ts'
import { grouped } from '../text/finding-text.ts'
import { oneLine } from '../text/printable.ts'

/** `0.54321 (current)`; signals that were not given are named, since a formula without them says less. */
export function criticalityText({ formula, score, absent }: AssessmentReport['criticality'][number]): string {
  const without = absent.length === 0 ? '' : `, without ${absent.join(', ')}`
  return oneLine(`${score.toFixed(5)} by the ${formula} formula${without}`)
}

/** `12.3 % of 45,678 lines`. */
export function memorySafetyText({ lines, unsafeLines, unsafeShare, cut }: NonNullable<AssessmentReport['memorySafety']>): string {
  if (lines === 0) return 'no code was counted'
  const figures = `${(unsafeShare * 100).toFixed(1)} % of ${grouped(lines)} lines (${grouped(unsafeLines)}) are not guarded against memory errors`
  return cut ? `at least ${figures}` : figures
}

/** Figures that belong to no check: criticality, memory safety, and what the forge was asked. */
export function measureBlock({ criticality, memorySafety, forge }: AssessmentReport, style: TableStyle): readonly string[] {
  const lines = [
    ...criticality.map((one) => `Criticality ${criticalityText(one)}`),
    ...(memorySafety === null ? [] : [`Memory safety: ${memorySafetyText(memorySafety)}`]),
    ...(forge === null ? [] : [`Forge: ${forge.calls} calls, ${forge.unchanged} unchanged, ${forge.retries} tried again`]),
  ]
  return lines.length === 0 ? [] : [style.bold('Figures'), ...lines.flatMap((line) => indented(line, 2, style))]
}
