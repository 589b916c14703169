import { Type } from 'typebox'
import { TrustNote, TrustPolicy } from '../../api/contract/trust.ts'
import { defineRoute } from '../../api/route.ts'
import { pictureOf } from '../../read/picture-of.ts'
import { presentTrustPolicy } from '../../read/trust-policy-rows.ts'
import { onlyOrganisation } from '../../write/only-organisation.ts'

export default defineRoute({
  method: 'GET',
  path: '/trust-policy',
  id: 'getTrustPolicy',
  summary: 'Whom an organisation trusts to vouch for what, and what its attestations come to by that',
  tag: 'policy',
  access: 'policy:read',
  query: Type.Object({ organisation: Type.Optional(Type.String({ maxLength: 100 })) }),
  response: TrustPolicy,
  rows: { row: TrustNote, of: ({ notes }) => notes },
  handle: async (call) => {
    const { services, viewer, query } = call
    const organisation = await onlyOrganisation(services.db, viewer, query.organisation)
    const policy = await presentTrustPolicy(services.db, pictureOf({ viewer, now: call.now, query: {} }), organisation)
    void call.reply.header('etag', `"${policy.version}"`)
    return policy
  },
})
