import { TrustPolicy, TrustPolicyInput } from '../../api/contract/trust.ts'
import { defineRoute } from '../../api/route.ts'
import { pictureOf } from '../../read/picture-of.ts'
import { presentTrustPolicy } from '../../read/trust-policy-rows.ts'
import { changeTrustPolicy } from '../../trust/change-trust-policy.ts'
import { expectedVersion } from '../../write/expected-version.ts'

export default defineRoute({
  method: 'PUT',
  path: '/trust-policy',
  id: 'setTrustPolicy',
  summary: 'Say whom an organisation trusts; If-Match names the version that is replaced, and what is kept is verified again',
  tag: 'policy',
  access: 'policy:write',
  body: TrustPolicyInput,
  response: TrustPolicy,
  handle: async (call) => {
    const { services, body, viewer, now } = call
    const { organisation: slug, text } = body
    const organisation = await changeTrustPolicy(call, { organisation: slug, text, expected: expectedVersion(call.request) })
    const policy = await presentTrustPolicy(services.db, pictureOf({ viewer, now, query: {} }), organisation)
    void call.reply.header('etag', `"${policy.version}"`)
    return policy
  },
})
