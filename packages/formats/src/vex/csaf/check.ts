import type { JsonObject } from '../json-shape.ts'

/** One mandatory test of the CSAF standard (§6.1). `broken` is true for a document that fails it. */
export interface CsafCheck {
  /** Number of the test, the same in 2.0 and 2.1. */
  readonly id: string
  readonly title: string
  /** Only in this version of CSAF. */
  readonly only?: '2.0' | '2.1'
  /** A document that fails it cannot be trusted to say what it means: its references or its statuses contradict themselves. */
  readonly fatal?: true
  broken(csaf: JsonObject): boolean
}
