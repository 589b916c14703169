import { PolicyPackInput, PolicyPackRow } from '../../api/contract/policies.ts'
import { defineRoute } from '../../api/route.ts'
import { installPack } from '../../policy/change-packs.ts'
import { pictureOf } from '../../read/picture-of.ts'
import { policyPackById } from '../../read/policy-pack-rows.ts'

export default defineRoute({
  method: 'POST',
  path: '/policies',
  id: 'installPolicy',
  summary: 'Take a policy pack into use, in place of one of the same name; refused with line and column when it is wrong',
  tag: 'policy',
  access: 'policy:write',
  body: PolicyPackInput,
  response: PolicyPackRow,
  status: 201,
  handle: async (call) => policyPackById(call.services.db, pictureOf(call), await installPack(call, call.body)),
})
