import type { FastifyInstance } from 'fastify'
import type { Route } from '../api/route.ts'
import { openApiDocument } from './openapi.ts'
import { API_BASE } from '../api/api-base.ts'

/** Serves the API's description; made at the first question. */
export function serveOpenApi(app: FastifyInstance, routes: readonly Route[], version: string): void {
  let text: string | undefined
  app.get(`${API_BASE}/openapi.json`, async (_request, reply) => {
    text ??= JSON.stringify(openApiDocument(routes, version))
    return reply.header('cache-control', 'public, max-age=300').type('application/json; charset=utf-8').send(text)
  })
}
