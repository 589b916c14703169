import type { Component, Problem } from '@cupel/model'
import type { CelResult, CelUnknown, CelValue } from '../cel/cel-value.ts'
import { leftOutParts } from './left-out-parts.ts'
import type { PolicyInput, ScannedPart } from './policy-input.ts'
import { unknownFor } from './policy-subject.ts'

/** Who says that something was read and could not be matched; all other problems are about what was not read. */
const MATCHING = 'match'

/** Components that nobody has seen, because something was not read; null: there are none. */
export function unseenComponents({ problems }: ScannedPart): CelUnknown | null {
  return problems.some((one) => isIncomplete(one) && one.by !== MATCHING) ? unknownFor('components in what was not read') : null
}

/** What the project states in files that were not read, or not to be; null: all were. */
export function unreadStatements(scan: ScannedPart, what: string): CelUnknown | null {
  const unread = unseenComponents(scan) !== null || leftOutParts(scan.problems).some((part) => part.what === 'paths')
  return unread ? unknownFor(`${what} in files that were not read`) : null
}

/** Findings that nobody has seen: something was not read, not matched, or left out on demand; null: there are none. */
export function unseenFindings({ problems, index }: ScannedPart): CelUnknown | null {
  if (index.kind !== 'full') return unknownFor('findings that only full advisory data would show')
  if (problems.some(isIncomplete)) return unknownFor('findings in what was not read or matched')
  return leavesFindingsOut(problems) ? unknownFor('findings that the scan was told to leave out') : null
}

/** Verified things that nobody has seen, because something could not be looked at; null: there are none. */
export function unseenProvenance(verifications: PolicyInput['verifications']): CelUnknown | null {
  if (!verifications.some(({ report }) => report.problems.some(isIncomplete))) return null
  return unknownFor('verifications of what could not be looked at')
}

/**
 * Says of each component whether findings about it may be unseen: only part of the data was asked, none of its ecosystem is there, or an
 * advisory about it could not be decided.
 */
export function unseenOfComponent(scan: ScannedPart): (component: Component) => CelUnknown | null {
  const { problems, index, components } = scan
  const matching = problems.filter((one) => isIncomplete(one) && one.by === MATCHING)
  const covered = new Set(index.ecosystems.map(({ name }) => name))
  const gaps = matching.some(({ code }) => code === 'ecosystem-not-covered')
  const undecided = new Set(matching.filter(({ code }) => code !== 'ecosystem-not-covered').map(nameIn))
  // One that names nobody here may mean anybody.
  const names = new Set(undecided.size === 0 ? [] : components.map(({ name }) => name))
  const anybody = [...undecided].some((name) => !names.has(name))
  if (index.kind !== 'full' || anybody || leavesFindingsOut(problems)) {
    const why = unseenFindings(scan)
    return () => why
  }
  return ({ name, ecosystem }) => {
    if (undecided.has(name)) return unknownFor(`whether advisories about ${name} concern its version`)
    return gaps && !covered.has(ecosystem.split(':')[0] as string) ? unknownFor(`advisory data for ${ecosystem || name}`) : null
  }
}

/** A list with what was not seen at its end: of the whole nothing can be said then, of what is there everything. */
export function withUnseen(seen: readonly CelResult[], unseen: CelUnknown | null): readonly CelValue[] {
  return (unseen === null ? seen : [...seen, unseen]) as readonly CelValue[]
}

/** Whether everything that was asked for was read and matched. */
export function isComplete(problems: readonly Problem[]): boolean {
  return !problems.some(isIncomplete)
}

function isIncomplete({ effect }: Problem): boolean {
  return effect !== 'note'
}

function leavesFindingsOut(problems: readonly Problem[]): boolean {
  return leftOutParts(problems).some(({ what }) => what === 'findings')
}

/** Matching starts its sentences with the name, in quotes. */
function nameIn({ detail }: Problem): string {
  return /^"(.+?)"(?::| has )/.exec(detail)?.[1] ?? ''
}
