import { Type } from 'typebox'
import { PolicyPackPatch, PolicyPackRow } from '../../api/contract/policies.ts'
import { Id } from '../../api/contract/common.ts'
import { defineRoute } from '../../api/route.ts'
import { changePack } from '../../policy/change-packs.ts'
import { pictureOf } from '../../read/picture-of.ts'
import { policyPackById } from '../../read/policy-pack-rows.ts'

export default defineRoute({
  method: 'PATCH',
  path: '/policies/:policy',
  id: 'changePolicy',
  summary: 'Switch a policy pack on or off, or put another overlay over it; another overlay gives it another id',
  tag: 'policy',
  access: 'policy:write',
  params: Type.Object({ policy: Id }),
  body: PolicyPackPatch,
  response: PolicyPackRow,
  handle: async (call) => policyPackById(call.services.db, pictureOf(call), await changePack(call, call.params.policy, call.body)),
})
