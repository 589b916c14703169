import { Type } from 'typebox'
import { Done } from '../../api/contract/administration.ts'
import { Id } from '../../api/contract/common.ts'
import { defineRoute } from '../../api/route.ts'
import { pictureOf } from '../../read/picture-of.ts'
import { expectedVersion } from '../../write/expected-version.ts'
import { endTriage } from '../../write/set-triage.ts'

export default defineRoute({
  method: 'DELETE',
  path: '/triage/:id',
  id: 'endTriage',
  summary: 'Take a statement back; it stays in the history',
  tag: 'triage',
  access: 'triage:write',
  params: Type.Object({ id: Id }),
  response: Done,
  handle: async (call) => {
    await endTriage(call.services, pictureOf(call), call.params.id, expectedVersion(call.request))
    return { done: true }
  },
})
