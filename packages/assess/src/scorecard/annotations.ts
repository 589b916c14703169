import { DocumentInvalid } from '@cupel/formats'
import type { Facts } from '../facts/facts.ts'
import { reading } from '../facts/reading.ts'
import { viewYaml } from '../workflow/yaml-view.ts'

/** Why, in the maintainers' words, a check need not be perfect (`scorecard.yml`). */
export interface Annotation {
  /** Names of checks in lower case. */
  readonly checks: readonly string[]
  readonly reasons: readonly AnnotationReason[]
  readonly path: string
  readonly line: number
}

export type AnnotationReason = 'test-data' | 'remediated' | 'not-applicable' | 'not-supported' | 'not-detected'

const REASONS: ReadonlySet<string> = new Set(['test-data', 'remediated', 'not-applicable', 'not-supported', 'not-detected'])
const PATHS = ['', '.', '.github/'].flatMap((before) => [`${before}scorecard.yml`, `${before}scorecard.yaml`])

/** Annotations of the tree's own file; a broken file and unknown reasons give none. */
export const readAnnotations = reading((facts: Facts): readonly Annotation[] => {
  const path = PATHS.find((one) => facts.files.has(one))
  if (path === undefined) return []
  try {
    const view = viewYaml(facts.files.text(path) ?? '')
    return view.items(view.get(view.root, 'annotations')).map((node) => ({
      checks: view.items(view.get(node, 'checks')).flatMap((one) => view.text(one)?.value.toLowerCase() ?? []),
      reasons: view
        .items(view.get(node, 'reasons'))
        .flatMap((one) => view.text(view.get(one, 'reason'))?.value ?? view.text(one)?.value ?? [])
        .filter((reason): reason is AnnotationReason => REASONS.has(reason)),
      path,
      line: view.line(node),
    }))
  } catch (error) {
    if (!(error instanceof DocumentInvalid)) throw error
    return []
  }
})
