import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { notModified } from '../http/entity-tag.ts'

export interface ExportedDocument {
  readonly body: string | Uint8Array
  readonly media: string
  /** Letters, digits, `.`, `_`, `-` and `+` only; see `fileNameOf`. */
  readonly name: string
}

/** Gives a document as a download: browsers save it and never show it, whatever is in it. The answer of the handler. */
export function sendDocument(
  { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
  { body, media, name }: ExportedDocument,
): Uint8Array {
  const tag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`
  reply.header('etag', tag).header('cache-control', 'private, no-cache').header('content-disposition', `attachment; filename="${name}"`)
  if (notModified(request.headers['if-none-match'], tag)) {
    reply.code(304)
    return new Uint8Array()
  }
  // As bytes: texts of JSON types would be given a charset that they do not know.
  reply.header('content-type', media)
  return typeof body === 'string' ? Buffer.from(body) : body
}

/** A file name out of names of people's choice. */
export function fileNameOf(...parts: readonly string[]): string {
  return parts.map((part) => part.replaceAll(/[^A-Za-z0-9._+-]+/g, '-').slice(0, 120)).join('')
}
