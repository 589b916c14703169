import type { Queryable } from '../store/database.ts'
import { matchedMembers, setsOf } from './containing-sets.ts'
import type { FindingsOf } from './finding-source.ts'
import { parameters as newParameters } from './parameters.ts'
import type { Parameters } from './parameters.ts'
import { holds, visible } from './picture.ts'
import type { Picture } from './picture.ts'
import { likeText } from './project-rows.ts'

/** What has a text in its name, by id; null: more than are worth a list, so that findings of them are met soon. */
export interface FindingNames {
  /** Of those that have a problem. */
  readonly versions: readonly number[] | null
  readonly projects: readonly number[] | null
  readonly vulnerabilities: readonly number[] | null
}

const MOST = 1000

/** Everything that findings with this text in a name may be of. The names are looked through once, and not anew for each finding. */
export async function findingNames(db: Queryable, picture: Picture, q: string): Promise<FindingNames> {
  const parameters = newParameters()
  const like = parameters.add(likeText(q))
  const list = (ids: string): string =>
    `(SELECT coalesce(array_agg(x.id), '{}') FROM (SELECT DISTINCT y.id FROM (${ids}) y LIMIT ${MOST + 1}) x)`
  const [row] = await db.query<{ [key in keyof FindingNames]: readonly number[] }>(
    `SELECT ${list(`SELECT m.version_id AS id FROM package n JOIN package_version y ON y.package_id = n.id
       JOIN match m ON m.version_id = y.id AND ${holds('m', picture, parameters)} WHERE n.name ILIKE ${like}`)} AS versions,
     ${list(`SELECT p.id FROM project p WHERE p.name ILIKE ${like} AND ${visible('p', picture, parameters)}`)} AS projects,
     ${list(`SELECT id FROM vulnerability WHERE shown ILIKE ${like}
       UNION ALL SELECT vulnerability_id FROM alias WHERE alias ILIKE ${like}`)} AS vulnerabilities`,
    parameters.values,
  )
  const few = (ids: readonly number[] = []): readonly number[] | null => (ids.length > MOST ? null : ids)
  return { versions: few(row?.versions), projects: few(row?.projects), vulnerabilities: few(row?.vulnerabilities) }
}

/** Findings of so many versions and problems are met at once. */
const FEW = 100

/** The names as a selection of findings; null: findings of them may be too many to meet them all. */
export function fewNamed({ versions, projects, vulnerabilities }: FindingNames): FindingsOf | null {
  if (versions === null || projects === null || vulnerabilities === null) return null
  return versions.length > FEW || vulnerabilities.length > FEW ? null : { versions, projects, vulnerabilities }
}

/** The problems of all findings with these names, and perhaps others; null: they may be any. */
export async function problemsNamed(db: Queryable, picture: Picture, names: FindingNames): Promise<readonly number[] | null> {
  const { versions, projects, vulnerabilities } = names
  if (versions === null || projects === null || vulnerabilities === null) return null
  const parameters = newParameters()
  const rows = await db.query<{ id: number }>(
    `SELECT m.vulnerability_id AS id FROM match m WHERE m.version_id = ANY(${parameters.add(versions)}::int4[]) AND ${holds('m', picture, parameters)}
     UNION SELECT m.vulnerability_id FROM snapshot s JOIN component_set c ON c.id = s.set_id CROSS JOIN LATERAL unnest(${matchedMembers(setsOf(picture))}) AS member(version_id)
       JOIN match m ON m.version_id = member.version_id AND ${holds('m', picture, parameters)}
       WHERE s.project_id = ANY(${parameters.add(projects)}::int4[]) AND ${holds('s', picture, parameters)}`,
    parameters.values,
  )
  return [...new Set([...vulnerabilities, ...rows.map(({ id }) => id)])]
}

/** SQL of whether a finding `f` is of a package, in a project or about a problem with the text in its name. `names`: what was found for it before. */
export function namedTerm(q: string, names: FindingNames | null, parameters: Parameters): string {
  const listed = (ids: readonly number[] | null | undefined, column: string, asked: (like: string) => string): string =>
    ids == null ? asked(parameters.add(likeText(q))) : `${column} = ANY(${parameters.add(ids)}::int4[])`
  return `(${[
    listed(
      names?.versions,
      'f.version_id',
      (like) =>
        `EXISTS (SELECT 1 FROM package_version y JOIN package n ON n.id = y.package_id WHERE y.id = f.version_id AND n.name ILIKE ${like})`,
    ),
    listed(
      names?.projects,
      'f.project_id',
      (like) => `EXISTS (SELECT 1 FROM project y WHERE y.id = f.project_id AND y.name ILIKE ${like})`,
    ),
    listed(
      names?.vulnerabilities,
      'f.vulnerability_id',
      (like) => `EXISTS (SELECT 1 FROM vulnerability y WHERE y.id = f.vulnerability_id AND y.shown ILIKE ${like})
        OR EXISTS (SELECT 1 FROM alias a WHERE a.vulnerability_id = f.vulnerability_id AND a.alias ILIKE ${like})`,
    ),
  ].join(' OR ')})`
}
