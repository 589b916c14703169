import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { HttpProblem } from '../api/problem-details.ts'
import type { Log } from '../services.ts'

const FROM_FASTIFY: Readonly<Record<string, readonly [type: string, detail: string]>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ['too-large', 'the body is larger than this takes'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['media-type', 'this takes application/json'],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['invalid', 'the body is empty'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['invalid', 'the body is not as long as Content-Length says'],
}

/** Answers with problem details (RFC 9457). What is not a HttpProblem is a bug: it is logged whole and answered without a word of it. */
export function answerProblem(error: unknown, request: FastifyRequest, reply: FastifyReply, log: Log): FastifyReply {
  const problem = problemOf(error)
  if (!(error instanceof HttpProblem) && problem.status < 500)
    log.warn({ request: request.id, error: described(error) }, 'request not understood')
  if (problem.status >= 500) log.error({ request: request.id, error: described(error) }, 'request failed')
  const { status, type, message, fields } = problem
  if (status === 401) reply.header('www-authenticate', 'Bearer realm="cupel"')
  if (typeof fields['retryAfterSeconds'] === 'number') reply.header('retry-after', fields['retryAfterSeconds'])
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .type('application/problem+json')
    .serializer((body: unknown) => JSON.stringify(body))
    .send({
      type: `urn:cupel:problem:${type}`,
      title: title(type),
      status,
      detail: message,
      instance: `urn:cupel:request:${request.id}`,
      ...fields,
    })
}

function problemOf(error: unknown): HttpProblem {
  if (error instanceof HttpProblem) return error
  const { code = '', statusCode } = (typeof error === 'object' && error !== null ? error : {}) as Partial<FastifyError>
  const known = FROM_FASTIFY[code]
  if (known !== undefined) return new HttpProblem(statusCode ?? 400, known[0], known[1])
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return new HttpProblem(statusCode, 'invalid', 'the request cannot be understood')
  // Class 22: a number, date or text that the store cannot hold, which only a request can have brought.
  if (code.startsWith('22') && code.length === 5) return new HttpProblem(400, 'invalid', 'a value of the request is out of range')
  // Statement took longer than allowed, or the store is away: worth another try, unlike a bug.
  if (code === '57014') return new HttpProblem(503, 'too-slow', 'the question took longer than allowed; ask for less')
  if (/^(08|53|57P|40001|40P01|55P03)|^ECONN|^EPIPE$/.test(code))
    return new HttpProblem(503, 'store-away', 'the store does not answer at present', { retryAfterSeconds: 5 })
  return new HttpProblem(500, 'bug', 'something went wrong in the server; its log knows more under the number of this request')
}

function described(error: unknown): object {
  if (!(error instanceof Error)) return { text: String(error) }
  return { name: error.name, message: error.message, stack: error.stack }
}

function title(type: string): string {
  return (type.charAt(0).toUpperCase() + type.slice(1)).replaceAll('-', ' ')
}
