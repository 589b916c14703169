import { containingSets } from '../read/containing-sets.ts'
import { parameters as newParameters } from '../read/parameters.ts'
import { projectIdTerm } from '../read/project-term.ts'
import { seesProject } from '../api/visible-projects.ts'
import type { Static } from 'typebox'
import type { TriageInput } from '../api/contract/knowledge.ts'
import { changedSince, forbidden, HttpProblem, invalid, notFound } from '../api/problem-details.ts'
import type { Viewer } from '../api/viewer.ts'
import { writeAudit } from '../audit/write-audit.ts'
import type { Picture } from '../read/picture.ts'
import { seenProject } from '../read/seen-project.ts'
import { seenVulnerability } from '../read/seen-vulnerability.ts'
import { policyTouched } from '../policy/policy-due.ts'
import type { Services } from '../services.ts'
import { recountProblems, standingsTouched } from '../standings/standings-touched.ts'
import type { Queryable } from '../store/database.ts'
import { onlyOrganisation } from './only-organisation.ts'
import { triageTold } from './triage-told.ts'

type Input = Static<typeof TriageInput>

/** Justifications of OpenVEX 0.2.0 for not_affected. */
export const JUSTIFICATIONS = [
  'component_not_present',
  'vulnerable_code_not_present',
  'vulnerable_code_not_in_execute_path',
  'vulnerable_code_cannot_be_controlled_by_adversary',
  'inline_mitigations_already_exist',
]

interface Present {
  readonly id: number
  readonly version: number
}

/**
 * PUT /triage: one statement for one place (project or organisation × problem × component). What was said before for the same place
 * ends and stays in the history. `expected` is the version in If-Match; null makes a new statement or replaces whatever stands only
 * when none does. Gives its id.
 */
export async function setTriage(services: Services, picture: Picture, input: Input, expected: number | null): Promise<number> {
  const { db } = services
  const { viewer, now } = picture
  checkWords(input)
  const vulnerability = await seenVulnerability(db, picture, String(input.vulnerability))
  const place = await placeOf(db, picture, input)
  if (!viewer.mayIn('triage:write', place)) throw forbidden('triage:write')
  await checkComponent(db, picture, input)
  return db.transaction(async (transaction) => {
    // Two that speak of one place at once would both find nothing there.
    await transaction.query('SELECT id FROM organisation WHERE id = $1 FOR NO KEY UPDATE', [place.organisation])
    const present = await presentStatement(transaction, place, vulnerability, input)
    if (present !== null && expected !== present.version) throw changedSince(present.version)
    if (present === null && expected !== null) throw changedSince(0)
    if (present !== null) await transaction.run('UPDATE triage SET until = $2 WHERE id = $1', [present.id, now])
    const [row] = await transaction.query<{ id: number }>(
      `INSERT INTO triage (org_id, project_id, vulnerability_id, package_id, version_id, status, justification, statement, author, source, since, expires_at, version)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'user', $10, $11, $12) RETURNING id`,
      [
        place.organisation,
        place.project ?? null,
        vulnerability,
        input.package ?? null,
        input.version ?? null,
        input.status,
        input.justification ?? '',
        input.statement ?? '',
        viewer.name,
        now,
        input.expires ?? null,
        (present?.version ?? 0) + 1,
      ],
    )
    const id = (row as { id: number }).id
    await triageTold(transaction, {
      kind: 'triage.set',
      id,
      organisation: place.organisation,
      project: place.project ?? null,
      vulnerability,
      text: `${input.status} (${viewer.name})`,
      now,
    })
    await recountProblems(transaction, [vulnerability])
    await standingsTouched(transaction, services)
    await policyTouched(
      transaction,
      services,
      place.project === undefined ? { organisation: place.organisation } : { projects: [place.project] },
    )
    await writeAudit(transaction, now, {
      actor: viewer.actor,
      action: 'triage.set',
      object: place.project === undefined ? `organisation:${place.organisation}` : `project:${place.project}`,
      organisation: place.organisation,
      detail: {
        triage: id,
        vulnerability,
        status: input.status,
        justification: input.justification ?? '',
        statement: input.statement ?? '',
        replaces: present?.id ?? null,
      },
    })
    return id
  })
}

interface Standing {
  readonly org_id: number
  readonly project_id: number | null
  readonly vulnerability_id: number
  readonly status: string
  readonly version: number
}

/** DELETE /triage/:id: the statement ends now; the finding is open again unless another statement fits. */
export async function endTriage(services: Services, picture: Picture, id: number, expected: number | null): Promise<void> {
  const { viewer, now } = picture
  await services.db.transaction(async (transaction) => {
    const [row] = await transaction.query<Standing>(
      'SELECT org_id, project_id, vulnerability_id, status, version FROM triage WHERE id = $1 AND until IS NULL FOR UPDATE',
      [id],
    )
    if (row === undefined || !sees(viewer, row)) throw notFound('the statement')
    const place = { organisation: row.org_id, ...(row.project_id === null ? {} : { project: row.project_id }) }
    if (!viewer.mayIn('triage:write', place)) throw forbidden('triage:write')
    if (expected !== null && expected !== row.version) throw changedSince(row.version)
    await transaction.run('UPDATE triage SET until = $2 WHERE id = $1', [id, now])
    await triageTold(transaction, {
      kind: 'triage.ended',
      id,
      organisation: row.org_id,
      project: row.project_id,
      vulnerability: row.vulnerability_id,
      text: `${row.status} (${viewer.name})`,
      now,
    })
    await recountProblems(transaction, [row.vulnerability_id])
    await standingsTouched(transaction, services)
    await policyTouched(transaction, services, row.project_id === null ? { organisation: row.org_id } : { projects: [row.project_id] })
    await writeAudit(transaction, now, {
      actor: viewer.actor,
      action: 'triage.end',
      object: `triage:${id}`,
      organisation: row.org_id,
      detail: {},
    })
  })
}

function sees(viewer: Viewer, row: { org_id: number; project_id: number | null }): boolean {
  if (row.project_id !== null) return seesProject(viewer.projects, { id: row.project_id, organisation: row.org_id })
  return viewer.organisations === null || viewer.organisations.includes(row.org_id)
}

/** What OpenVEX demands of a statement, so that everything said here can be given out as VEX. */
function checkWords({ status, justification = '', statement = '' }: Input): void {
  if (justification !== '' && status !== 'not-affected') throw invalid('a justification belongs to not-affected only')
  if (justification !== '' && !JUSTIFICATIONS.includes(justification)) {
    throw invalid(`justification must be one of ${JUSTIFICATIONS.join(', ')}`)
  }
  if (status === 'not-affected' && justification === '' && statement.trim() === '') {
    throw new HttpProblem(422, 'reason-missing', 'not-affected needs a justification, or a statement that says why')
  }
  if (status === 'accepted' && statement.trim() === '')
    throw new HttpProblem(422, 'reason-missing', 'accepting a risk needs a statement that says why')
}

async function placeOf(db: Queryable, picture: Picture, input: Input): Promise<{ organisation: number; project?: number }> {
  if (input.project != null) {
    const { id, org_id } = await seenProject(db, picture, input.project)
    return { organisation: org_id, project: id }
  }
  return { organisation: await onlyOrganisation(db, picture.viewer, input.organisation) }
}

/** A component that is spoken of must be one that some visible project has or had: the statement is shown with its name. */
async function checkComponent(db: Queryable, { viewer }: Picture, { package: id, version }: Input): Promise<void> {
  if (id == null && version == null) return
  const parameters = newParameters()
  const [one, all] = [parameters.add(version ?? null), parameters.add(id ?? null)]
  const [held] = await db.query(
    `SELECT 1 FROM package_version pv ${containingSets('pv.id', 'ever')} JOIN snapshot s ON s.set_id = c.id
     WHERE (${one}::int4 IS NULL OR pv.id = ${one}::int4) AND (${all}::int4 IS NULL OR pv.package_id = ${all}::int4)
       AND ${projectIdTerm('s.project_id', viewer.projects, parameters)} LIMIT 1`,
    parameters.values,
  )
  if (held === undefined) throw notFound('the component')
}

async function presentStatement(
  db: Queryable,
  place: { organisation: number; project?: number },
  vulnerability: number,
  input: Input,
): Promise<Present | null> {
  const [row] = await db.query<Present>(
    `SELECT id, version FROM triage WHERE until IS NULL AND org_id = $1 AND project_id IS NOT DISTINCT FROM $2::int4 AND vulnerability_id = $3
       AND package_id IS NOT DISTINCT FROM $4::int4 AND version_id IS NOT DISTINCT FROM $5::int4 AND source = 'user' FOR UPDATE`,
    [place.organisation, place.project ?? null, vulnerability, input.package ?? null, input.version ?? null],
  )
  return row ?? null
}
