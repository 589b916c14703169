import { PolicyException, PolicyExceptionInput } from '../../api/contract/policies.ts'
import { defineRoute } from '../../api/route.ts'
import { grantException } from '../../policy/change-exceptions.ts'
import { pictureOf } from '../../read/picture-of.ts'
import { policyExceptionById } from '../../read/policy-exception-rows.ts'

export default defineRoute({
  method: 'POST',
  path: '/policy-exceptions',
  id: 'grantPolicyException',
  summary: 'Somebody answers for a rule not being kept, with a reason and until a day',
  tag: 'policy',
  access: 'policy:write',
  body: PolicyExceptionInput,
  response: PolicyException,
  status: 201,
  handle: async (call) => policyExceptionById(call.services.db, pictureOf(call), await grantException(call, call.body)),
})
