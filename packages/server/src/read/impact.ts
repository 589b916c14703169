import type { Static } from 'typebox'
import { parsePurl } from '@cupel/model'
import type { Impact, ImpactInput } from '../api/contract/knowledge.ts'
import { invalid } from '../api/problem-details.ts'
import type { Queryable } from '../store/database.ts'
import { heldVersions } from './held-versions.ts'
import { NO_COUNTS } from './open-counts.ts'
import { parameters as newParameters } from './parameters.ts'
import type { Picture } from './picture.ts'
import { seenProject } from './seen-project.ts'
import { foundVulnerabilityOf, VULNERABILITY_COLUMNS } from './vulnerability-facts.ts'
import type { OwnFacts, VulnerabilityRowData } from './vulnerability-facts.ts'

type Input = Static<typeof ImpactInput>
type Added = Static<typeof Impact>['added'][number]
interface Row extends VulnerabilityRowData, OwnFacts {
  readonly purl: string
}

/**
 * POST /impact: of these versions, which are not yet in the project (or anywhere visible), and what is known of them. A version that
 * no visible project has was never asked about: it is said to be unmatched, not to be clean.
 */
export async function impact(db: Queryable, picture: Picture, { project, purls }: Input): Promise<Static<typeof Impact>> {
  const wanted = [...new Set(purls)]
  const wrong = wanted.find((purl) => parsed(purl) === null)
  if (wrong !== undefined) throw invalid(`${JSON.stringify(wrong.slice(0, 200))} is not a package URL`)
  if (project !== undefined) await seenProject(db, picture, project)
  const held = await holders(db, picture, wanted)
  const present = new Set(wanted.filter((purl) => (project === undefined ? held.has(purl) : held.get(purl)?.projects.includes(project))))
  const added = wanted.filter((purl) => !present.has(purl))
  const problems = await problemsOf(
    db,
    picture,
    added.filter((purl) => held.has(purl)),
  )
  const rows = added.map((purl): Added => ({
    purl,
    here: held.get(purl)?.projects.length ?? 0,
    problems: problems.get(purl) ?? [],
    matched: held.get(purl)?.asked === 'asked',
  }))
  return { known: present.size, added: rows, counts: sumOf(rows) }
}

function parsed(purl: string): object | null {
  try {
    return parsePurl(purl)
  } catch {
    return null
  }
}

async function holders(
  db: Queryable,
  picture: Picture,
  purls: readonly string[],
): Promise<ReadonlyMap<string, { projects: readonly number[]; asked: string }>> {
  const parameters = newParameters()
  const held = heldVersions(picture, `pv.purl = ANY(${parameters.add(purls)}::text[])`, parameters)
  const rows = await db.query<{ purl: string; asked: string; projects: readonly number[] }>(
    `SELECT pv.purl, pv.asked, array_agg(DISTINCT h.project_id) AS projects FROM ${held} h JOIN package_version pv ON pv.id = h.version_id GROUP BY 1, 2`,
    parameters.values,
  )
  return new Map(rows.map((row) => [row.purl, row]))
}

async function problemsOf(db: Queryable, { viewer }: Picture, purls: readonly string[]) {
  const rows = await db.query<Row>(
    `SELECT DISTINCT ON (coalesce(m.severity_rank, v.severity_rank), v.id, pv.purl) pv.purl, ${VULNERABILITY_COLUMNS},
       m.kind AS own_kind, m.severity AS own_severity, m.cvss AS own_cvss FROM package_version pv JOIN match m ON m.version_id = pv.id AND m.until IS NULL
     JOIN vulnerability v ON v.id = m.vulnerability_id
     WHERE pv.purl = ANY($1::text[]) AND (m.org_id IS NULL OR $2::int4[] IS NULL OR m.org_id = ANY($2::int4[]))
     ORDER BY coalesce(m.severity_rank, v.severity_rank) DESC, v.id, pv.purl`,
    [purls, viewer.organisations],
  )
  const found = new Map<string, Added['problems']>()
  for (const row of rows) found.set(row.purl, [...(found.get(row.purl) ?? []), foundVulnerabilityOf(row)])
  return found
}

function sumOf(rows: readonly Added[]): Static<typeof Impact>['counts'] {
  const counts = { ...NO_COUNTS }
  for (const { kind, severity } of rows.flatMap(({ problems }) => problems)) {
    if (kind === 'malware') counts.malware++
    else if (severity !== 'none') counts[severity]++
  }
  return counts
}
