import { promisify } from 'node:util'
import { inflateRaw } from 'node:zlib'
import { inventoryOfDocument } from '@cupel/engine/bom'
import { DocumentInvalid, loadVexRanges, readVex } from '@cupel/formats'
import { CupelError, documentInvalid } from '@cupel/model'
import type { Problem } from '@cupel/model'
import { advisoriesOf } from '../feed/advisory-holder.ts'
import type { AdvisoryHolder } from '../feed/advisory-holder.ts'
import { newsWritten } from '../outbox/tell-news.ts'
import type { Services } from '../services.ts'
import { jsonText } from '../store/stored-text.ts'
import { applyVex } from '../triage/apply-vex.ts'
import { documentKind } from './document-kind.ts'
import type { DocumentKind } from './document-kind.ts'
import type { UploadKind } from './receive-upload.ts'
import { storeAssessment } from './store-assessment.ts'
import type { UploadedDocument } from './store-assessment.ts'
import { storeAttestation } from './store-attestation.ts'
import { storePicture } from './store-picture.ts'
import { storedProblems } from './upload-problem.ts'

export interface IngestOptions {
  /** Largest document, unpacked. */
  readonly maxBytes?: number
}

const MAX_BYTES = 256 * 1024 * 1024
const MAX_ATTEMPTS = 3

const inflate = promisify(inflateRaw)

interface UploadRow {
  readonly project_id: number
  readonly document_id: number
  readonly kind: UploadKind
  readonly name: string
  readonly origin: string
  readonly body: Uint8Array | null
  readonly attempts: number
  readonly size: number
}

/**
 * The job that reads an upload: tells what it is, reads it within limits and makes it a part of the project. May be run again after
 * any interruption. A document that cannot be read fails with its reason, and does not throw: running it again would not help.
 */
export async function ingestUpload(services: Services, payload: { readonly upload: number }, options: IngestOptions = {}): Promise<void> {
  const { upload } = payload
  const [row] = await services.db.query<UploadRow>(
    `UPDATE upload u SET state = 'running', result = u.result || jsonb_build_object('attempts', coalesce((u.result->>'attempts')::int4, 0) + 1)
     FROM document d WHERE u.id = $1 AND u.state IN ('queued', 'running') AND d.id = u.document_id
     RETURNING u.project_id, u.document_id, u.kind, u.name, u.origin, d.body, d.size::float8 AS size, (u.result->>'attempts')::int4 AS attempts`,
    [upload],
  )
  if (row === undefined) return
  // What brought down whoever read it before would bring down the next one too.
  if (row.attempts > MAX_ATTEMPTS) {
    await failUpload(services, upload, 'it could not be read, in several attempts; cupel itself failed over it')
    return
  }
  try {
    await readUpload(services, { upload, row, options })
  } catch (error) {
    const known = error instanceof CupelError || error instanceof DocumentInvalid
    if (!known) throw error
    services.log.info({ upload, reason: error.message }, 'an upload cannot be read')
    await failUpload(services, upload, error.message)
  }
}

interface Reading {
  readonly upload: number
  readonly row: UploadRow
  readonly options: IngestOptions
}

async function readUpload(services: Services, { upload, row, options }: Reading): Promise<void> {
  const { maxBytes = MAX_BYTES } = options
  const advisories = advisoriesOf(services)
  if (row.body === null) throw documentInvalid(row.name, 'its bytes were let go')
  if (row.size > maxBytes) throw documentInvalid(row.name, `larger than ${maxBytes} bytes`)
  const bytes = await inflate(row.body, { maxOutputLength: maxBytes })
  const kind = documentKind(bytes, row.kind)
  const document = { uploadId: upload, projectId: row.project_id, documentId: row.document_id, bytes, name: row.name || 'document' }
  const { result, problems } = await read(services, { document, kind, origin: row.origin, advisories, maxBytes })
  await services.db.run(
    `UPDATE upload SET state = 'done', kind = $2, result = $3::text::jsonb, problems = $4::text::jsonb, finished_at = $5 WHERE id = $1`,
    [upload, kind, jsonText(result), jsonText(storedProblems(problems)), services.now()],
  )
  // Only documents that count as done are held against findings.
  if (kind === 'vex' || (kind === 'sbom' && (await hasVex(services, row.project_id))))
    await applyVex(services, row.project_id, advisories.current())
}

interface ReadInput {
  readonly document: UploadedDocument
  readonly kind: DocumentKind
  readonly origin: string
  readonly advisories: AdvisoryHolder
  readonly maxBytes: number
}

interface ReadResult {
  readonly result: object
  readonly problems: readonly Problem[]
}

async function read(services: Services, { document, kind, origin, advisories, maxBytes }: ReadInput): Promise<ReadResult> {
  switch (kind) {
    case 'sbom': {
      const { uploadId, projectId, documentId } = document
      const inventory = await inventoryOfDocument(document.bytes, document.name, { maxBytes })
      const unreadable = inventory.components.length === 0 && inventory.problems.find(({ effect }) => effect === 'incomplete')
      if (unreadable) throw documentInvalid(document.name, unreadable.detail)
      const stored = await storePicture(services, { projectId, uploadId, documentId, origin, inventory }, () => advisories.current())
      const { snapshot, components, findings, unmatched } = stored
      const numbers = { components, findings, unmatched }
      return {
        result: snapshot === null ? numbers : { ...numbers, snapshot },
        problems: [...inventory.problems, ...(snapshot === null ? [LATE] : [])],
      }
    }
    case 'assessment':
      await storeAssessment(services, document)
      return { result: {}, problems: [] }
    case 'attestation':
      await storeAttestation(services, document)
      return { result: {}, problems: [] }
    case 'vex': {
      const { problems } = await loadVexRanges(readVex(new TextDecoder('utf-8').decode(document.bytes), document.name))
      return { result: {}, problems }
    }
  }
}

const LATE: Problem = { code: 'left-out', effect: 'note', path: '', detail: 'a newer document of the project was read before this one' }

async function hasVex({ db }: Services, projectId: number): Promise<boolean> {
  const [row] = await db.query(`SELECT 1 FROM upload WHERE project_id = $1 AND kind = 'vex' AND state = 'done' LIMIT 1`, [projectId])
  return row !== undefined
}

/** Ends an upload that nothing can be made of, and says so to those who wait for it. Also for jobs that failed for good. */
export async function failUpload(services: Services, upload: number, reason: string): Promise<void> {
  const now = services.now()
  const problems = storedProblems([{ code: 'malformed', effect: 'incomplete', path: '', detail: reason }])
  await services.db.transaction(async (transaction) => {
    await transaction.run(
      `UPDATE upload SET state = 'failed', problems = $2::text::jsonb, finished_at = $3 WHERE id = $1 AND state <> 'done'`,
      [upload, jsonText(problems), now],
    )
    await transaction.run(
      `INSERT INTO outbox (at, kind, org_id, project_id, payload, cause)
       SELECT $2, 'upload.failed', p.org_id, p.id, jsonb_build_object('upload', u.id, 'text', $3::text), 'upload/' || u.id
       FROM upload u JOIN project p ON p.id = u.project_id WHERE u.id = $1 AND u.state = 'failed' ON CONFLICT (cause) DO NOTHING`,
      [upload, now, problems[0]?.message ?? ''],
    )
    await newsWritten(transaction, services)
  })
}
