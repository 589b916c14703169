import { onlyProjects } from '../../api/visible-projects.ts'
import { ProjectDetail, ProjectInput } from '../../api/contract/portfolio.ts'
import { defineRoute } from '../../api/route.ts'
import { pictureOf } from '../../read/picture-of.ts'
import { projectDetail } from '../../read/project-detail.ts'
import { createProject } from '../../write/change-project.ts'

export default defineRoute({
  method: 'POST',
  path: '/projects',
  id: 'createProject',
  summary: 'A new project',
  tag: 'portfolio',
  access: 'project:write',
  body: ProjectInput,
  response: ProjectDetail,
  status: 201,
  handle: async (call) => {
    const picture = pictureOf(call)
    const id = await createProject(call.services, picture, call.body)
    return projectDetail(call.services.db, { ...picture, viewer: { ...picture.viewer, projects: onlyProjects([id]) } }, id)
  },
})
