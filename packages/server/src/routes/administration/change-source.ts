import { parameters as newParameters } from '../../read/parameters.ts'
import { projectIdTerm } from '../../read/project-term.ts'
import { Type } from 'typebox'
import { Id, Source, SourcePatch } from '../../api/contract/index.ts'
import { notFound } from '../../api/problem-details.ts'
import { defineRoute } from '../../api/route.ts'
import { projectFor } from '../../administration/administered-organisations.ts'
import { audited } from '../../administration/audited.ts'
import { checkLocation } from '../../administration/check-location.ts'
import { SOURCE_COLUMNS, SOURCE_FROM, sourceOf } from '../../administration/source-rows.ts'
import type { SourceRow } from '../../administration/source-rows.ts'

export default defineRoute({
  method: 'PATCH',
  path: '/sources/:source',
  id: 'changeSource',
  summary: 'Changes what is named of a source; it is read again soon',
  tag: 'administration',
  access: 'project:write',
  params: Type.Object({ source: Id }),
  body: SourcePatch,
  response: Source,
  handle: async (call) => {
    const { services, viewer, app, params, body, now } = call
    const parameters = newParameters()
    const present = `SELECT ${SOURCE_COLUMNS} ${SOURCE_FROM} WHERE s.id = ${parameters.add(params.source)} AND ${projectIdTerm('s.project_id', viewer.projects, parameters)}`
    const [row] = await services.db.query<SourceRow>(present, parameters.values)
    if (row === undefined) throw notFound('the source')
    const { organisation } = await projectFor(services.db, viewer, 'project:write', row.project_id)
    checkLocation({ kind: row.kind, location: body.location ?? row.location, ref: body.ref ?? row.ref }, viewer, app.privateNetwork)
    return audited(call, async (transaction) => {
      await transaction.run(
        `UPDATE source SET location = coalesce($2, location), ref = coalesce($3, ref), every_minutes = coalesce($4, every_minutes),
           assess = coalesce($5, assess), enabled = coalesce($6, enabled), due_at = $7, failures = 0, reason = '' WHERE id = $1`,
        [params.source, body.location ?? null, body.ref ?? null, body.everyMinutes ?? null, body.assess ?? null, body.enabled ?? null, now],
      )
      const [changed] = await transaction.query<SourceRow>(present, parameters.values)
      if (changed === undefined) throw notFound('the source')
      return { action: 'source.change', object: `source:${params.source}`, organisation, detail: body, result: sourceOf(changed) }
    })
  },
})
