import type * as Contract from '@cupel/server/contract'

/** What the server answers under this name of the contract. Types alone: no server code is bundled. */
export type Answer<Name extends keyof typeof Contract> = Contract.Static<(typeof Contract)[Name]>

export type SeverityName = Answer<'Severity'>
export type StateName = Answer<'FindingStateName'>
export type Outcome = Answer<'PolicyOutcome'>
export type ExposureName = Answer<'Exposure'>
export type CountsOf = Answer<'Counts'>
export type VulnerabilityOf = Answer<'Vulnerability'>
export type FindingOf = Answer<'FindingRow'>
export type SessionOf = Answer<'Session'>

/** One page of a list as every list of the API gives it. */
export interface PageOf<Row> {
  readonly items: readonly Row[]
  readonly next: string | null
  readonly total: { readonly count: number; readonly type: 'EXACT' | 'AT_LEAST' }
  readonly asOf: string
}
