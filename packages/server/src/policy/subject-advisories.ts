import { PackageAdvisories } from '@cupel/advisory'
import { evaluateAffected, fixedVersionsFor, loadVersionScheme } from '@cupel/model'
import type { MatchReason, OsvAffected, VersionScheme } from '@cupel/model'
import type { Queryable } from '../store/database.ts'
import type { StoredVersion } from './stored-versions.ts'

/** What the advisories of a package say about one problem of one version. */
export interface ProblemWays {
  readonly match: MatchReason
  readonly fixedVersions: readonly string[]
  /** Smallest later version without known problem; null: none is known. */
  readonly upgrade: string | null
}

export interface ProblemQuestion {
  readonly vulnerability: number
  /** The id shown first: its own record is quoted. */
  readonly shown: string
  readonly malware: boolean
  readonly version: StoredVersion
  /** Whose private advisories count too. */
  readonly organisation: number
}

interface Entry {
  readonly vulnerability: number
  readonly osvId: string
  readonly organisation: number | null
  readonly parts: readonly OsvAffected[]
}

interface Shelf {
  readonly entries: readonly Entry[]
  readonly scheme: VersionScheme
  readonly packages: Map<number, PackageAdvisories>
}

/** The live advisories of packages, read once; answers as a scan does. */
export async function subjectAdvisories(
  db: Queryable,
  versions: readonly StoredVersion[],
): Promise<(question: ProblemQuestion) => ProblemWays> {
  const ecosystems = new Map(versions.map(({ subjectId, component }) => [subjectId, component.ecosystem]))
  ecosystems.delete(0)
  const rows = await db.query<{
    vulnerability_id: number
    osv_id: string
    org_id: number | null
    subject_id: number
    parts: readonly OsvAffected[] | null
  }>(
    `SELECT a.vulnerability_id, a.osv_id, a.org_id, r.subject_id,
       (SELECT jsonb_agg(x) FROM jsonb_array_elements(a.facts->'affected') x WHERE (x->>'subject')::int4 = r.subject_id) AS parts
     FROM (SELECT DISTINCT advisory_id, subject_id FROM advisory_range WHERE subject_id = ANY($1::int4[])) r
     JOIN advisory a ON a.id = r.advisory_id AND a.withdrawn IS NULL ORDER BY a.osv_id`,
    [[...ecosystems.keys()]],
  )
  const shelves = new Map<number, Shelf & { readonly entries: Entry[] }>()
  for (const { vulnerability_id, osv_id, org_id, subject_id, parts } of rows) {
    const shelf = shelves.get(subject_id) ?? {
      entries: new Array<Entry>(),
      scheme: await loadVersionScheme(ecosystems.get(subject_id) ?? ''),
      packages: new Map<number, PackageAdvisories>(),
    }
    shelf.entries.push({ vulnerability: vulnerability_id, osvId: osv_id, organisation: org_id, parts: parts ?? [] })
    shelves.set(subject_id, shelf)
  }
  return (question) => {
    const shelf = shelves.get(question.version.subjectId)
    return shelf === undefined ? NOTHING : waysOf(shelf, question)
  }
}

const NOTHING: ProblemWays = { match: { by: 'range', text: '' }, fixedVersions: [], upgrade: null }

function waysOf(shelf: Shelf, { vulnerability, shown, malware, version, organisation }: ProblemQuestion): ProblemWays {
  const { scheme } = shelf
  const own = version.subjectVersion
  const known = shelf.entries.filter((entry) => entry.organisation === null || entry.organisation === organisation)
  const hits = known
    .filter((entry) => entry.vulnerability === vulnerability)
    .flatMap(({ osvId, parts }) =>
      parts.flatMap((part) => {
        const state = evaluateAffected(scheme, part, own)
        return state.state === 'affected' ? [{ osvId, part, reason: state.reason }] : []
      }),
    )
  const fixed = [...new Set(hits.flatMap(({ part }) => fixedVersionsFor(scheme, part, own)))].sort((a, b) => scheme.compare(a, b))
  // Of malware that is not told by its versions none is known to be good.
  const hopeless = malware && hits.some(({ reason }) => reason.by !== 'version-list')
  return {
    match: (hits.find(({ osvId }) => osvId === shown) ?? hits[0])?.reason ?? NOTHING.match,
    fixedVersions: fixed,
    upgrade: hopeless || hits.length === 0 ? null : packageOf(shelf, known, organisation).upgradeFrom(own),
  }
}

function packageOf({ entries, scheme, packages }: Shelf, known: readonly Entry[], organisation: number): PackageAdvisories {
  const key = known.length === entries.filter((entry) => entry.organisation === null).length ? 0 : organisation
  const found = packages.get(key)
  if (found !== undefined) return found
  const made = new PackageAdvisories(
    known.map(({ parts }, ordinal) => ({ ref: { ecosystem: '', segment: 0, ordinal }, affected: parts })),
    scheme,
  )
  packages.set(key, made)
  return made
}
