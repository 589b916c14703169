import { writeCycloneDx } from './cyclonedx/write.ts'
import type { CycloneDxVersion } from './cyclonedx/write.ts'
import { readBom } from './read-bom.ts'
import type { BomRead, BomReadOptions } from './bom-read.ts'
import { writeSpdx2 } from './spdx/write-spdx2.ts'
import { writeSpdx3 } from './spdx/write-spdx3.ts'
import type { Bom, BomVulnerability } from '@cupel/model'

/** Formats that can be written, by the names the command line has for them. */
export type BomTarget = `cyclonedx-${CycloneDxVersion}-${'json' | 'xml'}` | 'spdx-2.3-json' | 'spdx-2.3-tag-value' | 'spdx-3.0.1-json'

export const BOM_TARGETS: readonly BomTarget[] = [
  'cyclonedx-1.4-json',
  'cyclonedx-1.5-json',
  'cyclonedx-1.6-json',
  'cyclonedx-1.7-json',
  'cyclonedx-1.4-xml',
  'cyclonedx-1.5-xml',
  'cyclonedx-1.6-xml',
  'cyclonedx-1.7-xml',
  'spdx-2.3-json',
  'spdx-2.3-tag-value',
  'spdx-3.0.1-json',
]

/** Writes a Bom in a format by its name. Only CycloneDX carries vulnerabilities. */
export function writeBom(bom: Bom, target: BomTarget, options: { readonly vulnerabilities?: readonly BomVulnerability[] } = {}): string {
  if (target === 'spdx-2.3-json') return writeSpdx2(bom, { encoding: 'json' })
  if (target === 'spdx-2.3-tag-value') return writeSpdx2(bom, { encoding: 'tag-value' })
  if (target === 'spdx-3.0.1-json') return writeSpdx3(bom)
  const [, version, encoding] = target.split('-') as [string, CycloneDxVersion, 'json' | 'xml']
  return writeCycloneDx(bom, { version, encoding, ...options })
}

/** Reads a bill of materials of any format and writes it in another. The problems of the read tell what was lost. */
export function convertBom(source: string, target: BomTarget, options: BomReadOptions = {}): BomRead & { readonly text: string } {
  const read = readBom(source, options)
  return { ...read, text: writeBom(read.bom, target) }
}
