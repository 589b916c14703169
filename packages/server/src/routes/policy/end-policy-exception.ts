import { Type } from 'typebox'
import { Done } from '../../api/contract/administration.ts'
import { Id } from '../../api/contract/common.ts'
import { defineRoute } from '../../api/route.ts'
import { endException } from '../../policy/change-exceptions.ts'

export default defineRoute({
  method: 'DELETE',
  path: '/policy-exceptions/:exception',
  id: 'endPolicyException',
  summary: 'End an exception; it excuses nothing from now on',
  tag: 'policy',
  access: 'policy:write',
  params: Type.Object({ exception: Id }),
  response: Done,
  handle: async (call) => {
    await endException(call, call.params.exception)
    return { done: true }
  },
})
