import { Type } from 'typebox'
import { Done } from '../../api/contract/administration.ts'
import { Id } from '../../api/contract/common.ts'
import { defineRoute } from '../../api/route.ts'
import { endPack } from '../../policy/change-packs.ts'

export default defineRoute({
  method: 'DELETE',
  path: '/policies/:policy',
  id: 'endPolicy',
  summary: 'Take a policy pack out of use; what it said stays in the history',
  tag: 'policy',
  access: 'policy:write',
  params: Type.Object({ policy: Id }),
  response: Done,
  handle: async (call) => {
    await endPack(call, call.params.policy)
    return { done: true }
  },
})
