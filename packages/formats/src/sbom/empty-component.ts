import type { BomComponent } from '@cupel/model'

/** A component of which nothing is stated. */
export const EMPTY_COMPONENT: BomComponent = {
  ref: '',
  type: 'library',
  name: '',
  group: '',
  version: '',
  purl: '',
  cpes: [],
  licenses: [],
  hashes: [],
  supplier: '',
  author: '',
  copyright: '',
  description: '',
  scope: '',
  references: [],
  properties: [],
}
