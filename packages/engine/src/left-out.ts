import type { Component, FindingKind, Problem } from '@cupel/model'

/** What the user asked to see only a part of, and what the parts were taken from. */
export interface Choice {
  readonly ecosystems: readonly string[]
  readonly noDev: boolean
  readonly only: readonly string[]
  readonly exclude: readonly string[]
}

/**
 * Says what the user's choice kept out of the result, one note a flag, so that a clean part is not taken for a clean whole.
 * `ofEcosystems` are the components left by `--ecosystem`, `chosen` those left by `--no-dev` too.
 */
export function leftOut(
  choice: Choice,
  counts: {
    readonly all: readonly Component[]
    readonly ofEcosystems: readonly Component[]
    readonly chosen: readonly Component[]
    readonly findings: readonly { readonly kind: FindingKind }[]
  },
): readonly Problem[] {
  const notes: string[] = []
  const others = counts.all.length - counts.ofEcosystems.length
  if (others > 0) notes.push(`${counted(others, 'component')} of other ecosystems than ${choice.ecosystems.join(', ')} left out`)
  const development = counts.ofEcosystems.length - counts.chosen.length
  if (development > 0) notes.push(`${counted(development, 'component')} needed only for development and tests left out`)
  const unwanted = choice.only.length === 0 ? [] : counts.findings.filter(({ kind }) => !choice.only.includes(kind))
  if (unwanted.length > 0) notes.push(`${counted(unwanted.length, 'finding')} left out by --only ${choice.only.join(', ')}`)
  if (choice.exclude.length > 0) notes.push(`paths that fit ${choice.exclude.map((one) => JSON.stringify(one)).join(', ')} left out`)
  return notes.map((detail) => ({ code: 'left-out', effect: 'note', path: '', detail, by: 'scan' }))
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
