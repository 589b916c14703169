import type { Static } from 'typebox'
import type { TrustPreview } from '../api/contract/trust.ts'
import { VERDICT_OUTCOME, verdictJoin } from '../read/attestation-verdict.ts'
import { decodeCursor, encodeCursor } from '../read/cursor.ts'
import { countQuery, totalOf } from '../read/page.ts'
import { parameters as newParameters } from '../read/parameters.ts'
import { momentOf, visible } from '../read/picture.ts'
import type { Picture } from '../read/picture.ts'
import type { Services } from '../services.ts'
import { checkTrustText } from './check-trust-text.ts'
import { judgeKept, keptDocuments } from './kept-attestations.ts'
import type { KeptAttestations } from './kept-attestations.ts'
import { usableTrust } from './usable-trust.ts'

type Answer = Static<typeof TrustPreview>

/** Documents of one call, which also ends after this long, with what it has. */
const DOCUMENTS_A_CALL = 200
const CALL_MS = 5000
/** A call that has told so many changes ends with the document at hand. */
const MANY_CHANGES = 200

export interface PreviewRequest {
  readonly organisation: number
  readonly text: string
  readonly cursor: string | undefined
  readonly signal: AbortSignal
}

/**
 * POST /trust-policy/preview: what would be verified by a text, among the attestations that the viewer sees, held against what is now.
 * Nothing is written. A text with errors is asked nothing.
 */
export async function previewTrust(services: Services, picture: Picture, request: PreviewRequest): Promise<Answer> {
  const { organisation, text, cursor, signal } = request
  const { trust, notes } = checkTrustText(text, picture.now)
  const list = `trust-preview:${organisation}`
  const [project = 0, document = 0] = (decodeCursor(list, cursor, 2) ?? []).map(Number)
  const found = trust === null ? [] : await seenDocuments(services, picture, { organisation, after: { project, document } })
  const usable = usableTrust(text, picture.now)
  const end = services.now().getTime() + CALL_MS
  const sums = { asked: 0, verified: 0, verifiedNow: 0 }
  const changes: Answer['changes'] = []
  let done = 0
  for (const kept of found.slice(0, DOCUMENTS_A_CALL)) {
    const isFull = changes.length >= MANY_CHANGES || services.now().getTime() >= end
    if (signal.aborted || (done > 0 && isFull)) break
    const verdicts = await judgeKept(services, kept, { usable, trust: { policy: null, body: text }, signal })
    const present = await presentOutcomes(services, picture, kept)
    for (const { statement, subject, outcome, reason, signer } of verdicts) {
      const now = present.get(`${statement}/${subject}`)
      if (now === undefined) continue
      sums.asked += 1
      if (outcome === 'verified') sums.verified += 1
      if (now.outcome === 'verified') sums.verifiedNow += 1
      if (outcome === now.outcome) continue
      const { project: of, name, digest } = now
      changes.push({ project: of, subject: name, digest, before: now.outcome, after: outcome, reason, signer })
    }
    done += 1
    // Others get their turn between two documents.
    await new Promise((resolve) => void setImmediate(resolve))
  }
  const last = found[done - 1]
  return {
    usable: trust !== null,
    notes: [...notes],
    kept: await keptTotal(services, picture, organisation),
    ...sums,
    changes,
    next: last !== undefined && done < found.length ? encodeCursor(list, [last.project, last.document]) : null,
    asOf: momentOf(picture).toISOString(),
  }
}

interface After {
  readonly organisation: number
  readonly after: { readonly project: number; readonly document: number }
}

async function seenDocuments({ db }: Services, picture: Picture, { organisation, after }: After): Promise<readonly KeptAttestations[]> {
  const { projects } = picture.viewer
  const parameters = newParameters()
  const rows =
    projects === null
      ? null
      : await db.query<{ id: number }>(
          `SELECT p.id FROM project p WHERE p.org_id = ${parameters.add(organisation)} AND ${visible('p', picture, parameters)}`,
          parameters.values,
        )
  const seen = rows === null ? {} : { projects: rows.map(({ id }) => id) }
  return keptDocuments(db, { organisation, after, limit: DOCUMENTS_A_CALL + 1, ...seen })
}

interface Present {
  readonly outcome: string
  readonly name: string
  readonly digest: string
  readonly project: Answer['changes'][number]['project']
}

async function presentOutcomes(
  { db }: Services,
  picture: Picture,
  { project, document }: KeptAttestations,
): Promise<ReadonlyMap<string, Present>> {
  const rows = await db.query<Omit<Present, 'project'> & { place: string; id: number; slug: string; project_name: string }>(
    `SELECT a.statement || '/' || a.subject AS place, ${VERDICT_OUTCOME} AS outcome, a.subject_name AS name, a.subject_digest AS digest,
       p.id, p.slug, p.name AS project_name
     FROM attestation a JOIN project p ON p.id = a.project_id ${verdictJoin('$3::timestamptz')} WHERE a.project_id = $1 AND a.document_id = $2`,
    [project, document, momentOf(picture)],
  )
  return new Map(
    rows.map(({ place, outcome, name, digest, id, slug, project_name }) => [
      place,
      { outcome, name, digest, project: { id, slug, name: project_name } },
    ]),
  )
}

async function keptTotal({ db }: Services, picture: Picture, organisation: number): Promise<Answer['kept']> {
  const parameters = newParameters()
  const from = `FROM attestation a JOIN project p ON p.id = a.project_id
    WHERE p.org_id = ${parameters.add(organisation)} AND ${visible('p', picture, parameters)}`
  const [row] = await db.query<{ count: number }>(countQuery(from), parameters.values)
  return totalOf(row?.count ?? 0)
}
