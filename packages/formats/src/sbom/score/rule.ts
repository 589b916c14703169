import type { Bom, BomComponent } from '@cupel/model'
import type { BomFormat } from '../bom-read.ts'

export type ScoreStandard = 'NTIA' | 'BSI TR-03183-2 v2.1'

/** What a rule is judged on; the format is absent for a Bom that was not read from a document. */
export interface ScoreInput {
  readonly bom: Bom
  readonly format?: BomFormat
}

/** One rule of a standard. `share` is 0..1; `failing` are refs of components that miss it, `reason` one sentence. */
export interface ScoreRule {
  readonly id: string
  readonly standard: ScoreStandard
  readonly title: string
  /** Section of the standard. */
  readonly section: string
  readonly points: number
  judge(input: ScoreInput): { readonly share: number; readonly reason: string; readonly failing: readonly string[] }
}

/** A rule that every component has to meet: the share is that of the components that do. `of` says which are asked; default: all. */
export function componentRule(
  rule: Omit<ScoreRule, 'judge'>,
  test: (component: BomComponent, bom: Bom) => boolean,
  wanted: string,
  of: (bom: Bom) => readonly BomComponent[] = ({ components }) => components,
): ScoreRule {
  return {
    ...rule,
    judge({ bom }) {
      const asked = of(bom)
      const failing = asked.filter((component) => !test(component, bom)).map((component) => component.ref)
      const all = asked.length
      const reason = all === 0 ? 'there are no components' : `${all - failing.length} of ${all} components have ${wanted}`
      return { share: all === 0 ? 0 : (all - failing.length) / all, reason, failing }
    },
  }
}

/** A rule about the document as a whole. */
export function documentRule(rule: Omit<ScoreRule, 'judge'>, test: (input: ScoreInput) => boolean, wanted: string): ScoreRule {
  return {
    ...rule,
    judge(input) {
      const met = test(input)
      return { share: met ? 1 : 0, reason: met ? `the document has ${wanted}` : `the document lacks ${wanted}`, failing: [] }
    },
  }
}
