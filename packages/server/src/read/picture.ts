import type { Parameters } from './parameters.ts'
import type { Viewer } from '../api/viewer.ts'

/** What part of the store a question is about: whose eyes, and which moment. */
export interface Picture {
  readonly viewer: Viewer
  /** null: now. */
  readonly at: Date | null
  /** The clock, for what expires. */
  readonly now: Date
}

/** The moment that the answer is of. */
export function momentOf({ at, now }: Picture): Date {
  return at ?? now
}

/** Whether a row with `since` and `until` holds at the picture's moment. Now is asked by `until IS NULL`, which has an index. */
export function holds(alias: string, { at }: Picture, parameters: Parameters): string {
  if (at === null) return `${alias}.until IS NULL`
  const moment = `${parameters.add(at)}::timestamptz`
  return `${alias}.since <= ${moment} AND (${alias}.until IS NULL OR ${alias}.until > ${moment})`
}

/** Whether the project exists for the viewer at that moment. */
export function visible(alias: string, { viewer, at }: Picture, parameters: Parameters): string {
  const terms: string[] = []
  if (at === null) terms.push(`${alias}.archived_at IS NULL`)
  else {
    const moment = `${parameters.add(at)}::timestamptz`
    terms.push(`${alias}.created_at <= ${moment} AND (${alias}.archived_at IS NULL OR ${alias}.archived_at > ${moment})`)
  }
  if (viewer.projects !== null) terms.push(`${alias}.id = ANY(${parameters.add(viewer.projects)}::int4[])`)
  return terms.join(' AND ')
}
