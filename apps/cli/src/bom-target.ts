import { BOM_TARGETS } from '@cupel/engine/bom'
import type { BomTarget } from '@cupel/engine/bom'
import { usageWrongValue } from '@cupel/model'

/** Short names people type, for the newest widely accepted version of each format. */
const SHORT: Readonly<Record<string, BomTarget>> = {
  cyclonedx: 'cyclonedx-1.6-json',
  'cyclonedx-json': 'cyclonedx-1.6-json',
  'cyclonedx-xml': 'cyclonedx-1.6-xml',
  spdx: 'spdx-2.3-json',
  'spdx-json': 'spdx-2.3-json',
  'spdx-tag-value': 'spdx-2.3-tag-value',
  spdx3: 'spdx-3.0.1-json',
}

/** Help text of the flag. */
export const BOM_FORMAT_HELP = `${Object.keys(SHORT).join(', ')}, or exactly: ${BOM_TARGETS.join(', ')}`

/** All names of formats, the short ones first. */
export const BOM_FORMAT_NAMES: readonly string[] = [...Object.keys(SHORT), ...BOM_TARGETS]

/** The format a `--format` value means; an unknown one is a usage error. */
export function bomTarget(value: string | undefined): BomTarget {
  if (value === undefined) return 'cyclonedx-1.6-json'
  const exact = BOM_TARGETS.find((target) => target === value) ?? SHORT[value]
  if (exact === undefined) throw usageWrongValue('--format', value, BOM_FORMAT_NAMES)
  return exact
}
