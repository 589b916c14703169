import type { FastifyRequest } from 'fastify'
import { invalid } from '../api/problem-details.ts'

/** The version that If-Match names; null when the header is absent. */
export function expectedVersion(request: FastifyRequest): number | null {
  const header = request.headers['if-match']
  if (header === undefined) return null
  const found = /^(?:W\/)?"(\d{1,9})"$/.exec(header.trim())
  if (found === null) throw invalid('If-Match must be the ETag that was read')
  return Number(found[1])
}
