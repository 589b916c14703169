import { promisify } from 'node:util'
import { inflateRaw } from 'node:zlib'
import { notFound } from '../api/problem-details.ts'
import { parameters as newParameters } from '../read/parameters.ts'
import { holds } from '../read/picture.ts'
import type { Picture } from '../read/picture.ts'
import { seenProject } from '../read/seen-project.ts'
import type { Queryable } from '../store/database.ts'
import { fileNameOf } from './send-document.ts'
import type { ExportedDocument } from './send-document.ts'

const inflate = promisify(inflateRaw)

/**
 * The very bytes of a document that was uploaded for a project, by their SHA-256 (64 hexadecimal digits); without one, those of its
 * present picture. 404 also when the bytes were let go, or the document is another project's.
 */
export async function rawDocument(
  db: Queryable,
  picture: Picture,
  { project: id, digest }: { readonly project: number; readonly digest: string | null },
): Promise<ExportedDocument> {
  await seenProject(db, picture, id)
  const parameters = newParameters()
  const project = parameters.add(id)
  const chosen =
    digest === null
      ? `d.id = (SELECT s.document_id FROM snapshot s WHERE s.project_id = ${project} AND ${holds('s', picture, parameters)})`
      : `d.digest = decode(${parameters.add(digest)}, 'hex') AND EXISTS (SELECT 1 FROM upload u WHERE u.project_id = ${project} AND u.document_id = d.id)`
  const [row] = await db.query<{ digest: string; size: number; body: Uint8Array; name: string | null }>(
    `SELECT encode(d.digest, 'hex') AS digest, d.size, d.body,
       (SELECT u.name FROM upload u WHERE u.project_id = ${project} AND u.document_id = d.id ORDER BY u.id DESC LIMIT 1) AS name
     FROM document d WHERE ${chosen} AND d.body IS NOT NULL`,
    parameters.values,
  )
  if (row === undefined) throw notFound('the document')
  const body = await inflate(row.body, { maxOutputLength: Math.max(Number(row.size), 1) })
  const name = (row.name ?? '').split(/[\\/]/).at(-1) ?? ''
  return { body, media: 'application/octet-stream', name: fileNameOf(name === '' ? row.digest : name) }
}
