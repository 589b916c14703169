import { Type } from 'typebox'
import { AT_QUERY, Id } from '../../api/contract/common.ts'
import { DependencyPath, DependencyPaths } from '../../api/contract/portfolio.ts'
import { defineRoute } from '../../api/route.ts'
import { dependencyPaths } from '../../read/dependency-paths.ts'
import { pictureOf } from '../../read/picture-of.ts'

export default defineRoute({
  method: 'GET',
  path: '/projects/:project/paths',
  id: 'getDependencyPaths',
  summary: 'Why a version is in a project: the shortest dependency paths and the places that state it',
  tag: 'portfolio',
  access: 'portfolio:read',
  params: Type.Object({ project: Id }),
  query: Type.Object({ ...AT_QUERY, version: Id }),
  response: DependencyPaths,
  rows: { row: DependencyPath, of: ({ paths }) => paths },
  handle: (call) => dependencyPaths(call.services.db, pictureOf(call), call.params.project, call.query.version),
})
