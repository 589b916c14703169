import type { Static } from 'typebox'
import type { ProjectInput, ProjectPatch } from '../api/contract/portfolio.ts'
import { changedSince, forbidden, HttpProblem, invalid } from '../api/problem-details.ts'
import { writeAudit } from '../audit/write-audit.ts'
import { policyTouched } from '../policy/policy-due.ts'
import type { Picture } from '../read/picture.ts'
import { seenProject } from '../read/seen-project.ts'
import type { Services } from '../services.ts'
import { repositoryChanged } from '../trust/verify-project.ts'
import { standingsTouched } from '../standings/standings-touched.ts'
import type { Queryable } from '../store/database.ts'
import { onlyOrganisation } from './only-organisation.ts'

type Input = Static<typeof ProjectInput>
type Patch = Static<typeof ProjectPatch>

/** POST /projects. Gives its id; the name of a present project is refused with 409. */
export async function createProject(services: Services, { viewer, now }: Picture, input: Input): Promise<number> {
  const { db } = services
  const organisation = await onlyOrganisation(db, viewer, input.organisation)
  if (!viewer.mayIn('project:write', { organisation })) throw forbidden('project:write')
  return db.transaction(async (transaction) => {
    await checkTeam(transaction, organisation, input.team)
    const [row] = await transaction.query<{ id: number }>(
      `INSERT INTO project (org_id, team_id, slug, name, description, repository, exposure, tags, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8::text[], $9) ON CONFLICT (org_id, slug) DO NOTHING RETURNING id`,
      [
        organisation,
        input.team ?? null,
        input.slug,
        input.name,
        input.description ?? '',
        input.repository ?? '',
        input.exposure ?? 'unknown',
        input.tags ?? [],
        now,
      ],
    )
    if (row === undefined) throw new HttpProblem(409, 'exists', `the organisation has a project ${input.slug}`)
    await policyTouched(transaction, services, { projects: [row.id] })
    await writeAudit(transaction, now, {
      actor: viewer.actor,
      action: 'project.create',
      object: `project:${row.id}`,
      organisation,
      detail: { slug: input.slug },
    })
    return row.id
  })
}

/** PATCH /projects/:project with If-Match. Only what is named changes. */
export async function changeProject(
  services: Services,
  picture: Picture,
  id: number,
  patch: Patch,
  expected: number | null,
): Promise<void> {
  const { db } = services
  const { viewer, now } = picture
  const { org_id } = await seenProject(db, picture, id)
  if (!viewer.mayIn('project:write', { project: id, organisation: org_id })) throw forbidden('project:write')
  if (patch.organisation !== undefined) throw invalid('a project stays in its organisation')
  await db.transaction(async (transaction) => {
    await checkTeam(transaction, org_id, patch.team)
    const [present] = await transaction.query<{ version: number; repository: string }>(
      'SELECT version, repository FROM project WHERE id = $1 FOR UPDATE',
      [id],
    )
    if (present !== undefined && expected !== null && expected !== present.version) throw changedSince(present.version)
    const { team, tags, ...texts } = patch
    const columns = { ...texts, ...(team === undefined ? {} : { team_id: team }), ...(tags === undefined ? {} : { tags }) }
    const names = Object.keys(columns)
    if (names.length === 0) return
    const taken = await transaction.query('SELECT 1 FROM project WHERE org_id = $1 AND slug = $2 AND id <> $3', [
      org_id,
      patch.slug ?? '',
      id,
    ])
    if (taken.length > 0) throw new HttpProblem(409, 'exists', `the organisation has a project ${patch.slug}`)
    await transaction.run(
      `UPDATE project SET ${names.map((name, at) => `${name} = $${at + 2}`).join(', ')}, version = version + 1 WHERE id = $1`,
      [id, ...Object.values(columns)],
    )
    if (patch.repository !== undefined && patch.repository !== present?.repository) await repositoryChanged(transaction, services, id)
    await writeAudit(transaction, now, {
      actor: viewer.actor,
      action: 'project.change',
      object: `project:${id}`,
      organisation: org_id,
      detail: patch,
    })
  })
}

/** DELETE /projects/:project: out of every list and number from now on; its history stays for questions about dates before. */
export async function archiveProject(services: Services, picture: Picture, id: number): Promise<void> {
  const { viewer, now } = picture
  const { db } = services
  const { org_id } = await seenProject(db, picture, id)
  if (!viewer.mayIn('project:write', { project: id, organisation: org_id })) throw forbidden('project:write')
  await db.transaction(async (transaction) => {
    await transaction.run(
      'UPDATE project SET archived_at = $2, slug = slug || $3, version = version + 1 WHERE id = $1 AND archived_at IS NULL',
      [id, now, `~${id}`],
    )
    await transaction.run('UPDATE source SET enabled = false WHERE project_id = $1', [id])
    await standingsTouched(transaction, services)
    await writeAudit(transaction, now, {
      actor: viewer.actor,
      action: 'project.archive',
      object: `project:${id}`,
      organisation: org_id,
      detail: {},
    })
  })
}

async function checkTeam(db: Queryable, organisation: number, team: number | null | undefined): Promise<void> {
  if (team == null) return
  const found = await db.query('SELECT 1 FROM team WHERE id = $1 AND org_id = $2', [team, organisation])
  if (found.length === 0) throw invalid('the team is not one of the organisation')
}
