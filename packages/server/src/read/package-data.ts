import type { Static } from 'typebox'
import type { PackageRow } from '../api/contract/knowledge.ts'
import type { PageRequest } from './page.ts'
import type { Parameters } from './parameters.ts'
import type { Picture } from './picture.ts'
import { countsOf, likeText } from './project-rows.ts'
import type { CountColumns } from './project-rows.ts'
import { projectIdTerm } from './project-term.ts'
import { rounded } from './vulnerability-facts.ts'

export interface PackageRowQuery extends PageRequest {
  readonly q?: string
  readonly ecosystem?: string
  readonly sort?: 'name' | 'projects' | 'risk'
}

/** Columns of a package in a list. */
export interface PackageData extends CountColumns {
  readonly id: number
  readonly purl: string
  readonly ecosystem: string
  readonly name: string
  readonly versions: number
  readonly projects: number
  readonly unmatched: number
  readonly licences: readonly string[]
  readonly score: number | null
}

/** SQL over `pk`, a package. */
export function packageFilters({ q, ecosystem }: PackageRowQuery, parameters: Parameters): string {
  return [
    'true',
    ...(q ? [`pk.name ILIKE ${parameters.add(likeText(q))}`] : []),
    ...(ecosystem === undefined ? [] : [`pk.ecosystem = ${parameters.add(ecosystem)}`]),
  ].join(' AND ')
}

/** Assessments `x` that anybody may know, and those that were made for a visible project. */
export function seenAssessment({ viewer }: Picture, parameters: Parameters): string {
  return `(x.project_id IS NULL OR ${projectIdTerm('x.project_id', viewer.projects, parameters)})`
}

/** As the API tells it. */
export function packageRow(row: PackageData): Static<typeof PackageRow> {
  return {
    package: { id: row.id, purl: row.purl, ecosystem: row.ecosystem, name: row.name },
    versions: row.versions,
    projects: row.projects,
    counts: countsOf(row),
    unmatched: row.unmatched,
    score: rounded(row.score),
    licences: [...row.licences],
  }
}
