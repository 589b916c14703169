import { projectTerm } from './project-term.ts'
import type { Parameters } from './parameters.ts'
import type { Viewer } from '../api/viewer.ts'

/** What part of the store a question is about: whose eyes, and which moment. */
export interface Picture {
  readonly viewer: Viewer
  /** null: now. */
  readonly at: Date | null
  /** The clock, for what expires. */
  readonly now: Date
  /** SQL of the moment, for a statement that asks about many moments at once; `at` is not null then. */
  readonly moment?: string
}

/** The moment in SQL. */
export function momentSql(picture: Picture, parameters: Parameters): string {
  return picture.moment ?? `${parameters.add(momentOf(picture))}::timestamptz`
}

/** The moment that the answer is of. */
export function momentOf({ at, now }: Picture): Date {
  return at ?? now
}

/** Whether a row with `since` and `until` holds at the picture's moment. Now is asked by `until IS NULL`, which has an index. */
export function holds(alias: string, picture: Picture, parameters: Parameters): string {
  if (picture.at === null) return `${alias}.until IS NULL`
  const moment = momentSql(picture, parameters)
  return `${alias}.since <= ${moment} AND (${alias}.until IS NULL OR ${alias}.until > ${moment})`
}

/** Whether the project exists for the viewer at that moment; `isMet` as for `projectTerm`. */
export function visible(alias: string, picture: Picture, parameters: Parameters, isMet = false): string {
  const { viewer, at } = picture
  const terms: string[] = []
  if (at === null) terms.push(`${alias}.archived_at IS NULL`)
  else {
    const moment = momentSql(picture, parameters)
    terms.push(`${alias}.created_at <= ${moment} AND (${alias}.archived_at IS NULL OR ${alias}.archived_at > ${moment})`)
  }
  if (viewer.projects !== null) terms.push(projectTerm(alias, viewer.projects, parameters, isMet))
  return terms.join(' AND ')
}
