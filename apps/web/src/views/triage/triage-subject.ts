import type { Answer, VulnerabilityOf } from '../../api/contract.ts'

export type TriageOf = Answer<'Triage'>
export const TRIAGE_STATUSES = ['under-investigation', 'affected', 'not-affected', 'accepted', 'fixed'] as const
export type TriageStatus = (typeof TRIAGE_STATUSES)[number]
/** How far a decision reaches among components. */
export type Cover = 'version' | 'package' | 'problem'

/** The five labels of OpenVEX for "not affected". */
export const JUSTIFICATIONS = [
  'component_not_present',
  'vulnerable_code_not_present',
  'vulnerable_code_not_in_execute_path',
  'vulnerable_code_cannot_be_controlled_by_adversary',
  'inline_mitigations_already_exist',
] as const

/** What is decided about. */
export interface TriageSubject {
  readonly vulnerability: VulnerabilityOf
  readonly project?: Answer<'ProjectRef'>
  readonly package?: Answer<'PackageRef'>
  readonly version?: Answer<'VersionRef'>
}

/** The part of a statement that says what it is about. */
export function coverOf(subject: TriageSubject, cover: Cover, everywhere: boolean) {
  return {
    vulnerability: subject.vulnerability.id,
    project: everywhere ? null : (subject.project?.id ?? null),
    package: cover === 'package' ? (subject.package?.id ?? null) : null,
    version: cover === 'version' ? (subject.version?.id ?? null) : null,
  }
}

/** The statement that a new one with this reach would replace. */
export function earlierFor(known: readonly TriageOf[], subject: TriageSubject, cover: Cover, everywhere: boolean): TriageOf | undefined {
  const wanted = coverOf(subject, cover, everywhere)
  return known.find(
    (one) =>
      one.vulnerability.id === wanted.vulnerability &&
      (one.project?.id ?? null) === wanted.project &&
      (one.componentVersion?.id ?? null) === wanted.version &&
      (wanted.version !== null || (one.package?.id ?? null) === wanted.package),
  )
}
