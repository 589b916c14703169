import type { Facts } from '../facts/facts.ts'
import type { Remediation } from '../outcome.ts'
import type { Probe, ProbeFinding } from '../probe.ts'
import { projectDocuments } from './project-documents.ts'
import type { ProseQuery } from './prose.ts'
import { findProse } from './prose.ts'

export interface DocumentedProbe extends ProseQuery {
  readonly id: string
  readonly title: string
  /** What is documented, as it stands in a sentence: `a roadmap`. */
  readonly what: string
  readonly remediation: Remediation
}

/** A probe that is true when the project's own documents have something, with its places. False says where was looked. */
export function documentedBy({ id, title, what, remediation, ...query }: DocumentedProbe): Probe {
  return {
    id,
    title,
    remediation,
    run: (facts) => documentedFinding(facts, what, query),
  }
}

/** The one finding of a search in the project's documents. */
export function documentedFinding(facts: Facts, what: string, query: ProseQuery): readonly ProbeFinding[] {
  const documents = projectDocuments(facts)
  const hits = findProse(documents, query)
  const [first] = hits
  if (first !== undefined)
    return [{ outcome: 'true', message: `The documents have ${what}`, places: hits.map(({ place }) => place), values: { by: first.by } }]
  if (facts.files.paths.length === 0) {
    const missing = { what: 'evidence', detail: 'the tree has no files', remedy: 'assess a checkout with its files' } as const
    return [{ outcome: 'unknown', message: 'There are no files to look at', places: [], missing }]
  }
  const looked = documents.slice(0, 3).map(({ path }) => ({ path }))
  return [
    {
      outcome: 'false',
      message: `None of the ${documents.length} documents in the repository has ${what}`,
      places: looked.length > 0 ? looked : [{ path: '.' }],
    },
  ]
}
