import { receiveUpload } from '../ingest/receive-upload.ts'
import type { Services } from '../services.ts'
import type { Queryable } from '../store/database.ts'
import { demoBom } from './demo-bom.ts'
import { DEMO_PROJECTS, DEMO_TEAMS } from './demo-projects.ts'

/** Puts the example projects into an empty store and hands in their documents; the worker reads them as it would any other. */
export async function fillDemo(services: Services): Promise<void> {
  const { db, now } = services
  const projects = await db.transaction(async (transaction) => {
    const organisation = await insert(
      transaction,
      "INSERT INTO organisation (slug, name, created_at) VALUES ('example', 'Example Works', $1) RETURNING id",
      [now()],
    )
    const teams = new Map<string, number>()
    for (const { slug, name, parent } of DEMO_TEAMS) {
      const above = parent === null ? null : (teams.get(parent) ?? null)
      teams.set(
        slug,
        await insert(transaction, 'INSERT INTO team (org_id, parent_id, slug, name) VALUES ($1, $2, $3, $4) RETURNING id', [
          organisation,
          above,
          slug,
          name,
        ]),
      )
    }
    const ids: number[] = []
    for (const { slug, name, team, description, exposure, tags } of DEMO_PROJECTS)
      ids.push(
        await insert(
          transaction,
          `INSERT INTO project (org_id, team_id, slug, name, description, exposure, tags, created_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7::text[], $8) RETURNING id`,
          [organisation, teams.get(team), slug, name, description, exposure, tags, now()],
        ),
      )
    return ids
  })
  for (const [at, project] of DEMO_PROJECTS.entries())
    await receiveUpload(services, {
      projectId: projects[at] ?? 0,
      bytes: Buffer.from(demoBom(project)),
      kind: 'sbom',
      name: `${project.slug}.cdx.json`,
      actor: 'system',
      origin: 'demo',
    })
}

async function insert(transaction: Queryable, sql: string, values: readonly unknown[]): Promise<number> {
  const [row] = await transaction.query<{ id: number }>(sql, values)
  if (row === undefined) throw new Error('an insert gives its row')
  return row.id
}
