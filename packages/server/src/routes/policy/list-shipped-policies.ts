import { ShippedPack, ShippedPackList } from '../../api/contract/policies.ts'
import { defineRoute } from '../../api/route.ts'
import { shippedPackList } from '../../policy/shipped-pack-list.ts'
import { pictureOf } from '../../read/picture-of.ts'

export default defineRoute({
  method: 'GET',
  path: '/policies/shipped',
  id: 'listShippedPolicies',
  summary: 'Policy packs that come with cupel',
  tag: 'policy',
  access: 'policy:read',
  response: ShippedPackList,
  rows: { row: ShippedPack, of: ({ items }) => items },
  handle: async (call) => ({ items: await shippedPackList(call.services.db, pictureOf(call)) }),
})
