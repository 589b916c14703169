import { ProjectPage, ProjectQuery } from '../../api/contract/portfolio.ts'
import { defineRoute } from '../../api/route.ts'
import { pictureOf } from '../../read/picture-of.ts'
import { projectPage } from '../../read/project-rows.ts'

export default defineRoute({
  method: 'GET',
  path: '/projects',
  id: 'listProjects',
  summary: 'Projects that the caller may see, worst first unless told otherwise',
  tag: 'portfolio',
  access: 'portfolio:read',
  shared: true,
  list: true,
  query: ProjectQuery,
  response: ProjectPage,
  handle: (call) => projectPage(call.services.db, pictureOf(call), call.query),
})
