import { existsSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Absolute path of third-party test data beside the checkout, or null (with a printed reason) where it is absent.
 * In CI its absence is a failure: a conformance suite that silently does not run proves nothing.
 */
export function sharedPath(relative: string): string | null {
  const path = join(import.meta.dirname, '..', '..', 'shared', relative)
  if (existsSync(path)) return path
  if (process.env['CI']) throw new Error(`third-party test data is missing: shared/${relative}`)
  console.warn(`skipped: shared/${relative} is not beside this checkout`)
  return null
}
