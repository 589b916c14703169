import type { Finding } from '@cupel/model'

/** A matched finding with its paths and places, before anything is said about it. */
export type UndecidedFinding = Omit<Finding, 'state' | 'stateReason' | 'rank'>
