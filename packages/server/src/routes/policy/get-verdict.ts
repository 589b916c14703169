import { Type } from 'typebox'
import { Id } from '../../api/contract/common.ts'
import { Verdict } from '../../api/contract/verdict.ts'
import { defineRoute } from '../../api/route.ts'
import { pictureOf } from '../../read/picture-of.ts'
import { verdictOf } from '../../read/verdict.ts'

export default defineRoute({
  method: 'GET',
  path: '/projects/:project/verdict',
  id: 'getVerdict',
  summary: 'Whether a project passes its packs, for a build that waits for it',
  tag: 'policy',
  access: 'portfolio:read',
  params: Type.Object({ project: Id }),
  response: Verdict,
  handle: (call) => verdictOf(call.services.db, pictureOf(call), call.params.project),
})
