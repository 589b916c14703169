import { Type } from 'typebox'
import { Counts, Id, Nullable, PackageRef, Page, PAGE_QUERY, VersionRef } from './common.ts'

/** GET /upgrades → Page: which upgrade clears most. One row for a package and the version to go to. */
export const UpgradeRow = Type.Object({
  package: PackageRef,
  /** The smallest version that an advisory names as mended and that clears most of what is open; null: none is named. */
  to: Nullable(Type.String()),
  /** Versions here that would be replaced, those with the most open findings first; at most 200. */
  from: Type.Array(VersionRef),
  /** How many versions would be. */
  versions: Type.Integer(),
  /** Open findings of these versions, in every visible project. */
  open: Counts,
  /** Those of them that are gone with the upgrade. */
  clears: Counts,
  /** How many of those are known to be exploited. */
  exploited: Type.Integer(),
  /** Problems that `to` has itself, the worst first; at most 10. */
  leaves: Type.Array(Type.String()),
  /** How many it has. */
  left: Type.Integer(),
})
export const UpgradePage = Page(UpgradeRow)
export const UpgradeQuery = Type.Object({ ...PAGE_QUERY, project: Type.Optional(Id), package: Type.Optional(Id) })
