import type { JsonObject } from '../json-shape.ts'
import type { CsafCheck } from './check.ts'
import { PRODUCT_CHECKS } from './product-checks.ts'
import { PROFILE_CHECKS } from './profile-checks.ts'
import { TRACKING_CHECKS } from './tracking-checks.ts'
import { VULNERABILITY_CHECKS } from './vulnerability-checks.ts'

const CHECKS: readonly CsafCheck[] = [...PRODUCT_CHECKS, ...VULNERABILITY_CHECKS, ...TRACKING_CHECKS, ...PROFILE_CHECKS]

/** The first mandatory test that the document fails, as text; empty when it passes all that are made here. Needs a checked shape. */
export function csafFault(csaf: JsonObject, version: '2.0' | '2.1'): string {
  const failed = CHECKS.find((check) => (check.only === undefined || check.only === version) && check.broken(csaf))
  return failed === undefined ? '' : `mandatory test ${failed.id} fails (${failed.title})`
}
