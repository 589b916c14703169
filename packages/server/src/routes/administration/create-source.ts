import { Source, SourceInput } from '../../api/contract/administration.ts'
import { defineRoute } from '../../api/route.ts'
import { projectFor } from '../../administration/administered-organisations.ts'
import { audited } from '../../administration/audited.ts'
import { checkLocation } from '../../administration/check-location.ts'
import { SOURCE_COLUMNS, SOURCE_FROM, sourceOf } from '../../administration/source-rows.ts'
import type { SourceRow } from '../../administration/source-rows.ts'

const DAY_MINUTES = 1440

export default defineRoute({
  method: 'POST',
  path: '/sources',
  id: 'createSource',
  summary: 'Keeps a project up to date from a repository or a folder',
  tag: 'administration',
  access: 'project:write',
  status: 201,
  body: SourceInput,
  response: Source,
  handle: async (call) => {
    const { services, viewer, app, body, now } = call
    const { id: project, organisation } = await projectFor(services.db, viewer, 'project:write', body.project)
    checkLocation({ ...body, ref: body.ref ?? '' }, viewer, app.privateNetwork)
    return audited(call, async (transaction) => {
      const [row] = await transaction.query<{ id: number }>(
        `INSERT INTO source (project_id, kind, location, ref, every_minutes, assess, due_at, enabled)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id`,
        [
          project,
          body.kind,
          body.location,
          body.ref ?? '',
          body.everyMinutes ?? DAY_MINUTES,
          body.assess ?? false,
          now,
          body.enabled ?? true,
        ],
      )
      const [made] = await transaction.query<SourceRow>(`SELECT ${SOURCE_COLUMNS} ${SOURCE_FROM} WHERE s.id = $1`, [row?.id])
      if (made === undefined) throw new Error('the source was not made')
      return { action: 'source.create', object: `source:${made.id}`, organisation, detail: body, result: sourceOf(made) }
    })
  },
})
