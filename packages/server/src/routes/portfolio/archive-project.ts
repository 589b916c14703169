import { Type } from 'typebox'
import { Done } from '../../api/contract/administration.ts'
import { Id } from '../../api/contract/common.ts'
import { defineRoute } from '../../api/route.ts'
import { pictureOf } from '../../read/picture-of.ts'
import { archiveProject } from '../../write/change-project.ts'

export default defineRoute({
  method: 'DELETE',
  path: '/projects/:project',
  id: 'archiveProject',
  summary: 'Take a project out of every list and number; its history stays',
  tag: 'portfolio',
  access: 'project:write',
  params: Type.Object({ project: Id }),
  response: Done,
  handle: async (call) => {
    await archiveProject(call.services, pictureOf(call), call.params.project)
    return { done: true }
  },
})
