/** Which projects exist for somebody who does not see all: those of whole organisations, and single ones. */
export interface VisibleProjects {
  /** Every project of these, also one that is made later. Sorted. */
  readonly organisations: readonly number[]
  /** Single ones. Sorted. */
  readonly ids: readonly number[]
  /** How many projects that is, at least: beyond `COUNTED_PROJECTS` nobody counts on. */
  readonly count: number
  /** The store has no more projects than this; undefined: not known. */
  readonly of?: number
}

/** Nobody needs to know how many more there are. */
export const COUNTED_PROJECTS = 1001

/** These projects and no others. */
export function onlyProjects(ids: readonly number[], of?: number): VisibleProjects {
  const sorted = [...new Set(ids)].sort((left, right) => left - right)
  return { organisations: [], ids: sorted, count: sorted.length, ...(of === undefined ? {} : { of }) }
}

/** Whether a project exists for somebody; null sees all. */
export function seesProject(visible: VisibleProjects | null, project: { readonly id: number; readonly organisation: number }): boolean {
  return visible === null || visible.organisations.includes(project.organisation) || visible.ids.includes(project.id)
}
