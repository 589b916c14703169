import { ROLE_PERMISSIONS } from '../api/permission.ts'
import type { Permission, Role } from '../api/permission.ts'
import type { Viewer } from '../api/viewer.ts'

/** What one grant, or one token's scopes, allow and where. */
export interface AccessRule {
  readonly permissions: readonly Permission[]
  /** null, with `organisation` null: everywhere. Sorted ids otherwise. */
  readonly projects: readonly number[] | null
  /** The organisation that the rule is for as a whole; null: none as a whole. */
  readonly organisation: number | null
  readonly everywhere: boolean
}

/** A token's limits: what it may do at most, and where. */
export interface Narrowing {
  readonly scopes: readonly string[]
  readonly project: number | null
  readonly organisation: number | null
}

export interface Identity {
  readonly actor: string
  readonly accountId: number | null
  readonly name: string
}

export function rolePermissions(role: string): readonly Permission[] {
  return ROLE_PERMISSIONS[role as Role] ?? []
}

/**
 * A viewer from rules. The visible projects are those of any rule; a permission holds for a project when a rule for it gives it.
 * `organisations` are those in which anything is visible.
 */
export function viewerOf(identity: Identity, rules: readonly AccessRule[], organisations: readonly number[]): Viewer {
  const everywhere = rules.some((rule) => rule.everywhere)
  const projects = everywhere ? null : [...new Set(rules.flatMap((rule) => rule.projects ?? []))].toSorted((left, right) => left - right)
  const places = new Map<Permission, ReadonlySet<number>>()
  return {
    ...identity,
    projects,
    organisations: everywhere ? null : [...new Set(organisations)].toSorted((left, right) => left - right),
    permissions: new Set(rules.flatMap(({ permissions }) => permissions)),
    mayIn(permission, { project, organisation }) {
      const giving = rules.filter(({ permissions }) => permissions.includes(permission))
      if (giving.some((rule) => rule.everywhere)) return true
      if (organisation !== undefined && giving.some((rule) => rule.organisation === organisation)) return true
      if (project === undefined) return false
      const set = places.get(permission) ?? new Set(giving.flatMap((rule) => rule.projects ?? []))
      places.set(permission, set)
      return set.has(project)
    },
  }
}

/** Nobody: sees nothing, may do nothing. */
export const NOBODY: Viewer = viewerOf({ actor: 'anonymous', accountId: null, name: '' }, [], [])
