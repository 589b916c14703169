import type { PictureSide } from './pending-pictures.ts'

/** Versions in which what is counted of a project differs from what is to be counted, and those that stay. */
export interface PictureDifference {
  readonly side: PictureSide
  readonly came: readonly number[]
  readonly went: readonly number[]
  readonly stayed: ReadonlySet<number>
}

export function differenceOf(side: PictureSide): PictureDifference {
  const { before, after } = side
  if (before.length === 0 || after.length === 0) return { side, came: after, went: before, stayed: NONE }
  const old = new Set(before)
  const stayed = new Set(after.filter((version) => old.has(version)))
  return {
    side,
    came: after.filter((version) => !stayed.has(version)),
    went: before.filter((version) => !stayed.has(version)),
    stayed,
  }
}

const NONE: ReadonlySet<number> = new Set()

/** Every version in which some of them differ, once. */
export function changedVersions(differences: readonly PictureDifference[]): readonly number[] {
  const changed = new Set<number>()
  for (const { came, went } of differences) {
    for (const version of came) changed.add(version)
    for (const version of went) changed.add(version)
  }
  return [...changed]
}
