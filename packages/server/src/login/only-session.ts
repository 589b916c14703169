import type { FastifyRequest } from 'fastify'
import { forbidden } from '../api/problem-details.ts'
import type { Viewer } from '../api/viewer.ts'
import type {} from '../http/request-state.ts'

/**
 * The caller's account, when its person is there with a browser. How an account logs in, and who it says it is, is no business of a
 * token of it: scopes say what a token may do, and this is none of them.
 */
export function onlySession({ viewer, request }: { readonly viewer: Viewer; readonly request: FastifyRequest }): number {
  if (viewer.accountId === null || request.caller?.way === 'token') throw forbidden('a session')
  return viewer.accountId
}
