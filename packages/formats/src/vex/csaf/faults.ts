import type { JsonObject } from '../json-shape.ts'
import type { CsafCheck } from './check.ts'
import { PRODUCT_CHECKS } from './product-checks.ts'
import { PROFILE_CHECKS } from './profile-checks.ts'
import { TRACKING_CHECKS } from './tracking-checks.ts'
import { VULNERABILITY_CHECKS } from './vulnerability-checks.ts'

const CHECKS: readonly CsafCheck[] = [...PRODUCT_CHECKS, ...VULNERABILITY_CHECKS, ...TRACKING_CHECKS, ...PROFILE_CHECKS]

/** What one mandatory test of the standard says against a document. */
export interface CsafFault {
  readonly text: string
  readonly fatal: boolean
}

/** Every mandatory test that the document fails, of those that are made here; fatal ones first. Needs a checked shape. */
export function csafFaults(csaf: JsonObject, version: '2.0' | '2.1'): readonly CsafFault[] {
  return CHECKS.filter((check) => (check.only === undefined || check.only === version) && check.broken(csaf))
    .map((check) => ({ text: `mandatory test ${check.id} fails (${check.title})`, fatal: check.fatal === true }))
    .toSorted((a, b) => Number(b.fatal) - Number(a.fatal))
}
