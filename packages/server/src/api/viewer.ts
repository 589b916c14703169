import type { Permission } from './permission.ts'
import type { VisibleProjects } from './visible-projects.ts'

/**
 * Who asks, and what of the store that person or machine may see. Every query that gives rows or numbers about projects takes
 * `projects`: null sees all of them, otherwise only these exist for it. Private advisories are seen in `organisations` only.
 */
export interface Viewer {
  /** `account:7`, `token:3`, `ci:…`, `system`. Stands in the audit log. */
  readonly actor: string
  readonly accountId: number | null
  readonly name: string
  /** null: every project. */
  readonly projects: VisibleProjects | null
  /** Organisations with at least one grant; null: every one. */
  readonly organisations: readonly number[] | null
  /** What the viewer may do at all; where, is asked with `mayIn`. */
  readonly permissions: ReadonlySet<Permission>
  /** Whether a permission holds for this project or for this organisation, which must be the project's own when both are given; without both, for the server. */
  mayIn(permission: Permission, place: { readonly project?: number; readonly organisation?: number }): boolean
}
