import type { Static } from 'typebox'
import { buildPurl, parsePurl } from '@cupel/model'
import type { Impact, ImpactInput } from '../api/contract/knowledge.ts'
import { invalid } from '../api/problem-details.ts'
import { coverOf } from '../feed/known-data.ts'
import type { Services } from '../services.ts'
import type { Queryable } from '../store/database.ts'
import { NO_COUNTS } from './open-counts.ts'
import { momentOf } from './picture.ts'
import type { Picture } from './picture.ts'
import { seenProject } from './seen-project.ts'
import { holders, needsOf } from './told-needs.ts'
import { unheldProblems } from './unheld-problems.ts'
import type { UnheldFacts } from './unheld-problems.ts'
import { foundVulnerabilityOf, VULNERABILITY_COLUMNS } from './vulnerability-facts.ts'
import type { OwnFacts, VulnerabilityRowData } from './vulnerability-facts.ts'

type Input = Static<typeof ImpactInput>
type Added = Static<typeof Impact>['added'][number]
interface Row extends VulnerabilityRowData, OwnFacts {
  readonly purl: string
}

/**
 * POST /impact: of these versions, which are not yet in the project (or anywhere visible), what they need in turn as far as a document of
 * a visible project tells, and what is known of them. About a version that no visible project has, the advisory data itself is asked;
 * where it cannot tell, the version is said to be unmatched, not to be clean.
 */
export async function impact(
  { db, advisories }: Pick<Services, 'db' | 'advisories'>,
  picture: Picture,
  { project, purls }: Input,
): Promise<Static<typeof Impact>> {
  const wanted = [...new Set(purls.map(canonical))]
  if (project !== undefined) await seenProject(db, picture, project)
  const held = new Map(await holders(db, picture, wanted))
  const present = new Set(wanted.filter((purl) => (project === undefined ? held.has(purl) : held.get(purl)?.projects.includes(project))))
  const asked = wanted.filter((purl) => !present.has(purl))
  const needs = await needsOf(db, picture, new Map(asked.map((purl) => [purl, held.get(purl)?.projects ?? []])))
  const via = new Map(asked.toReversed().flatMap((purl) => (needs.get(purl) ?? []).map((needed) => [needed, purl] as const)))
  for (const purl of wanted) via.delete(purl)
  // Without a project, everything that a document here tells to be needed is here.
  const further = project === undefined ? [] : [...via.keys()].toSorted()
  for (const [purl, one] of await holders(db, picture, further)) held.set(purl, one)
  const added = [...asked, ...further.filter((purl) => project === undefined || held.get(purl)?.projects.includes(project) !== true)]
  const problems = await problemsOf(
    db,
    picture,
    added.filter((purl) => held.has(purl)),
  )
  const strangers = added.filter((purl) => !held.has(purl))
  // What is older than what the store was brought up to would call free of problems what is not.
  const index = advisories === undefined ? null : (await coverOf(db, picture.now))(advisories.current())
  const told = index === null ? new Map<string, UnheldFacts>() : await unheldProblems(strangers, index)
  const rows = added.map((purl): Added => ({
    purl,
    via: via.get(purl) ?? null,
    here: held.get(purl)?.projects.length ?? 0,
    problems: told.get(purl)?.problems ?? problems.get(purl) ?? [],
    matched: told.get(purl)?.matched ?? held.get(purl)?.asked === true,
  }))
  return {
    known: present.size,
    added: rows,
    unfollowed: asked.filter((purl) => !needs.has(purl)).length,
    counts: sumOf(rows),
    asOf: momentOf(picture).toISOString(),
  }
}

/** However it was written, a package URL names what is stored under its canonical form. */
function canonical(purl: string): string {
  try {
    return buildPurl(parsePurl(purl))
  } catch {
    throw invalid(`${JSON.stringify(purl.slice(0, 200))} is not a package URL`)
  }
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
