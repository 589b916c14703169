import type { Bom } from '@cupel/model'
import { spdx2Document } from './document-of-bom.ts'
import { documentToTags } from './document-to-tags.ts'

/**
 * Writes SPDX 2.3 in JSON or tag-value. Equal input gives equal bytes. Fields SPDX has no place for (group, scope, some
 * component types, properties) travel as annotations, see docs/sbom.md.
 */
export function writeSpdx2(bom: Bom, options: { readonly encoding: 'json' | 'tag-value' }): string {
  const document = spdx2Document(bom)
  return options.encoding === 'tag-value' ? documentToTags(document) : `${JSON.stringify(document, null, 2)}\n`
}
