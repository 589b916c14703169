import { projectIdTerm } from '../../read/project-term.ts'
import { Type } from 'typebox'
import { Id, PAGE, SourcePage } from '../../api/contract/index.ts'
import { defineRoute } from '../../api/route.ts'
import { idPage } from '../../administration/id-page.ts'
import { SOURCE_COLUMNS, SOURCE_FROM, sourceOf } from '../../administration/source-rows.ts'
import type { SourceRow } from '../../administration/source-rows.ts'

export default defineRoute({
  method: 'GET',
  path: '/sources',
  id: 'listSources',
  summary: 'Repositories and folders that keep projects up to date',
  tag: 'administration',
  access: 'portfolio:read',
  list: true,
  query: Type.Object({ ...PAGE.properties, project: Type.Optional(Id) }),
  response: SourcePage,
  handle: (call) =>
    idPage<SourceRow, ReturnType<typeof sourceOf>>(call, {
      list: `sources ${call.query.project ?? ''}`,
      columns: SOURCE_COLUMNS,
      from: SOURCE_FROM,
      key: 's.id',
      where: (parameters) => [
        projectIdTerm('s.project_id', call.viewer.projects, parameters),
        ...(call.query.project === undefined ? [] : [`s.project_id = ${parameters.add(call.query.project)}`]),
      ],
      item: sourceOf,
    }),
})
