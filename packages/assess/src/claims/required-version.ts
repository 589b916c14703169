import type { Facts } from '../facts/facts.ts'
import type { ProjectDocument } from '../documents/project-documents.ts'
import { findProse } from '../documents/prose.ts'
import type { Claim } from './claim.ts'
import { manifestValue } from './manifest-values.ts'

export interface RequiredVersion {
  readonly language: string
  readonly manifest: string
  /** A line of the manifest; its group is the lowest version. */
  readonly required: RegExp
  /** A statement of a document; its group is the lowest version. */
  readonly stated: RegExp
}

/** Statements of the README on the lowest version of a language, held against the manifest. */
export function requiredVersionClaims(
  facts: Facts,
  documents: readonly ProjectDocument[],
  { language, manifest, required, stated }: RequiredVersion,
): readonly Claim[] {
  const value = manifestValue(facts, manifest, required)
  if (value === undefined) return []
  const hits = findProse(documents, { roles: ['readme'], statements: [stated] })
  return hits.flatMap(({ place }): readonly Claim[] => {
    const said = stated.exec(place.snippet ?? '')?.[1]
    // In parentheses it is said of another program.
    if (said === undefined || /\(requires/i.test(place.snippet ?? '')) return []
    const claim = `it works from ${language} ${said} on`
    const order = compare(said, value.value)
    if (order === 0)
      return [{ claim, stated: place, verdict: 'holds', message: `The manifest asks for ${value.value}`, evidence: [value.place] }]
    // A document that asks for more than the manifest may speak of development.
    if (order > 0)
      return [{ claim, stated: place, verdict: 'unproven', message: `The manifest asks only for ${value.value}`, evidence: [value.place] }]
    return [
      { claim, stated: place, verdict: 'contradicted', message: `The manifest asks for at least ${value.value}`, evidence: [value.place] },
    ]
  })
}

function compare(one: string, two: string): number {
  const [a = 0, b = 0] = one.split('.').map(Number)
  const [c = 0, d = 0] = two.split('.').map(Number)
  return a - c || b - d
}
