import { ingestUpload } from '../ingest/ingest-uploads.ts'
import { receiveUpload } from '../ingest/receive-upload.ts'
import { authenticate } from '../login/authenticate.ts'
import { tellEvents } from '../outbox/tell-events.ts'
import { runEvaluation } from '../policy/run-evaluation.ts'
import type { Services } from '../services.ts'
import type { Queryable } from '../store/database.ts'
import { keepComponentAssessment } from '../write/keep-component-assessment.ts'
import { demoAssessments } from './demo-assessments.ts'
import type { DemoAssessment } from './demo-assessments.ts'
import { demoAttestation } from './demo-attestation.ts'
import { demoBom } from './demo-bom.ts'
import { DEMO_DECISIONS } from './demo-decisions.ts'
import type { DemoStep } from './demo-decisions.ts'
import { DEMO_PROJECTS, DEMO_TEAMS } from './demo-projects.ts'
import type { DemoProject } from './demo-projects.ts'

const DAY_MS = 86_400_000

/**
 * Puts the example projects into an empty store, with what became of them in the last weeks: their earlier documents are read as the
 * worker would have read them on their days, so that charts, history and the state on a date show what they would have shown. To be
 * called before a worker runs: what a job does is done here, in its place and at its time.
 */
export async function fillDemo(services: Services): Promise<void> {
  const { signal } = new AbortController()
  // Nothing of it is kept, so nothing waits for the disk: neither this nor what is done later.
  await services.db.run('SET synchronous_commit = off')
  const first = Math.max(...DEMO_PROJECTS.flatMap(({ states }) => states.map(({ daysAgo }) => daysAgo)))
  const { organisation, teams } = await addTeams(onDay(services, first + 1))
  const projects = new Map<string, number>()
  const uploads = DEMO_PROJECTS.flatMap((project) => uploadsOf(project, { organisation, teams, projects }))
  const steps = [...uploads, ...demoAssessments().map(assessed), ...DEMO_DECISIONS]
  for (const daysAgo of [...new Set(steps.map((step) => step.daysAgo))].toSorted((a, b) => b - a)) {
    const then = onDay(services, daysAgo)
    const { viewer } = await authenticate(then, { authorization: undefined, cookie: undefined, demo: true })
    for (const step of steps.filter((one) => one.daysAgo === daysAgo)) await step.run({ services: then, viewer, now: then.now(), projects })
    await runEvaluation(then, signal)
    await tellEvents(then, signal)
  }
}

/** The same store, with the clock of a day that is over. */
function onDay(services: Services, daysAgo: number): Services {
  const day = new Date(services.now().getTime() - Math.round(daysAgo * DAY_MS))
  return { ...services, now: () => day, jobs: { send: () => Promise.resolve() } }
}

interface Places {
  readonly organisation: number
  readonly teams: ReadonlyMap<string, number>
  readonly projects: Map<string, number>
}

/** The project begins with its first document. */
function uploadsOf(project: DemoProject, { organisation, teams, projects }: Places): readonly DemoStep[] {
  return project.states.map((state) => ({
    daysAgo: state.daysAgo,
    async run({ services }) {
      const projectId = projects.get(project.slug) ?? (await addProject(services, project, { organisation, team: teams.get(project.team) }))
      projects.set(project.slug, projectId)
      const document = Buffer.from(demoBom(project, state))
      const name = `${project.slug}.cdx.json`
      const statement = Buffer.from(demoAttestation(name, document))
      for (const [kind, bytes, of] of [['sbom', document, name] as const, ['attestation', statement, `${name}.intoto.json`] as const]) {
        const { id } = await receiveUpload(services, { projectId, bytes, kind, name: of, actor: 'system', decides: true, origin: 'demo' })
        await ingestUpload(services, { upload: id })
      }
    },
  }))
}

/** As the report was handed in for a project, or for the packages that come from its repository. */
function assessed({ daysAgo, project, packages = [], report }: DemoAssessment): DemoStep {
  return {
    daysAgo,
    async run({ services, projects }) {
      const projectId = projects.get(project ?? '')
      if (projectId !== undefined) {
        const name = `${project}.assessment.json`
        const { id } = await receiveUpload(services, {
          projectId,
          bytes: report,
          kind: 'assessment',
          name,
          actor: 'system',
          decides: true,
          origin: 'demo',
        })
        await ingestUpload(services, { upload: id })
      }
      const found = await services.db.query<{ id: number }>('SELECT id FROM package WHERE purl = ANY($1::text[])', [packages])
      for (const { id } of found)
        await services.db.transaction((transaction) => keepComponentAssessment(transaction, services, { packageId: id, bytes: report }))
    },
  }
}

async function addTeams({ db, now }: Services): Promise<{ readonly organisation: number; readonly teams: ReadonlyMap<string, number> }> {
  return db.transaction(async (transaction) => {
    const organisation = await insert(
      transaction,
      "INSERT INTO organisation (slug, name, created_at) VALUES ('example', 'Example Works', $1) RETURNING id",
      [now()],
    )
    const teams = new Map<string, number>()
    for (const { slug, name, parent } of DEMO_TEAMS) {
      const above = parent === null ? null : (teams.get(parent) ?? null)
      const sql = 'INSERT INTO team (org_id, parent_id, slug, name) VALUES ($1, $2, $3, $4) RETURNING id'
      teams.set(slug, await insert(transaction, sql, [organisation, above, slug, name]))
    }
    return { organisation, teams }
  })
}

function addProject(
  { db, now }: Services,
  project: DemoProject,
  place: { organisation: number; team: number | undefined },
): Promise<number> {
  const { slug, name, description, exposure, tags } = project
  return insert(
    db,
    `INSERT INTO project (org_id, team_id, slug, name, description, exposure, tags, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7::text[], $8) RETURNING id`,
    [place.organisation, place.team, slug, name, description, exposure, tags, now()],
  )
}

async function insert(db: Queryable, sql: string, values: readonly unknown[]): Promise<number> {
  const [row] = await db.query<{ id: number }>(sql, values)
  if (row === undefined) throw new Error('an insert gives its row')
  return row.id
}
