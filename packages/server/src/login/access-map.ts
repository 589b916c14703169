import { ROLE_PERMISSIONS } from '../api/permission.ts'
import type { Permission, Role } from '../api/permission.ts'
import type { Viewer } from '../api/viewer.ts'
import type { VisibleProjects } from '../api/visible-projects.ts'

/** What one grant, or one token's scopes, allow and where. */
export interface AccessRule {
  readonly permissions: readonly Permission[]
  /** Single projects, beyond those of `organisation`. */
  readonly projects: readonly number[]
  /** The organisation that the rule is for as a whole, every project of it included; null: none as a whole. */
  readonly organisation: number | null
  /** How many projects `organisation` has, at least: see `VisibleProjects`. */
  readonly count: number
  /** The store has no more projects than this. */
  readonly of: number
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
  const places = new Map<Permission, ReadonlySet<number>>()
  return {
    ...identity,
    projects: everywhere ? null : visibleProjects(rules),
    organisations: everywhere ? null : sorted(organisations),
    permissions: new Set(rules.flatMap(({ permissions }) => permissions)),
    mayIn(permission, { project, organisation }) {
      const giving = rules.filter(({ permissions }) => permissions.includes(permission))
      if (giving.some((rule) => rule.everywhere)) return true
      if (organisation !== undefined && giving.some((rule) => rule.organisation === organisation)) return true
      if (project === undefined) return false
      const set = places.get(permission) ?? new Set(giving.flatMap((rule) => rule.projects))
      places.set(permission, set)
      return set.has(project)
    },
  }
}

/** The projects that any of the rules is for; none of them is for everywhere. */
export function visibleProjects(rules: readonly AccessRule[]): VisibleProjects {
  const counts = new Map(rules.flatMap(({ organisation, count }) => (organisation === null ? [] : [[organisation, count] as const])))
  const ids = sorted(rules.flatMap(({ projects }) => projects))
  const count = [...counts.values()].reduce((sum, some) => sum + some, ids.length)
  return { organisations: sorted([...counts.keys()]), ids, count, of: Math.max(0, ...rules.map(({ of }) => of)) }
}

function sorted(numbers: readonly number[]): readonly number[] {
  return [...new Set(numbers)].toSorted((left, right) => left - right)
}

/** Nobody: sees nothing, may do nothing. */
export const NOBODY: Viewer = viewerOf({ actor: 'anonymous', accountId: null, name: '' }, [], [])
