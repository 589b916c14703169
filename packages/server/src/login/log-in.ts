import type { FastifyReply, FastifyRequest } from 'fastify'
import type { AppContext } from '../api/app-context.ts'
import type { Services } from '../services.ts'
import type { Queryable } from '../store/database.ts'
import { writeAudit } from '../audit/write-audit.ts'
import { endSession, SESSION_WHOLE_MS, startSession } from './session.ts'
import { sessionCookie } from './session-cookie.ts'
import type {} from '../http/request-state.ts'

export interface LogIn {
  readonly services: Services
  readonly app: AppContext
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

/** Starts a session for an account whose identity was proved, in the transaction of that proof, and puts its cookie into the answer. The browser's earlier session ends. */
export async function logIn(
  { services, app, request, reply }: LogIn,
  transaction: Queryable,
  accountId: number,
  way: string,
): Promise<void> {
  // Whoever used this browser before is logged out, not only out of sight.
  const before = request.caller?.session?.digest
  if (before !== undefined) await endSession(transaction, before)
  const value = await startSession(services, transaction, accountId, request.headers['user-agent'] ?? '')
  const { name, options } = sessionCookie(app.origin)
  reply.setCookie(name, value, { ...options, maxAge: SESSION_WHOLE_MS / 1000 })
  const object = `account:${accountId}`
  await writeAudit(transaction, services.now(), { actor: object, action: 'session.start', object, organisation: null, detail: { way } })
}
