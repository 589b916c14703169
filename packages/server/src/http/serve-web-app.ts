import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { HttpProblem, notFound } from '../api/problem-details.ts'
import type { Services } from '../services.ts'
import { notModified } from './entity-tag.ts'
import { pagePolicy } from './security-headers.ts'
import { chooseForm, loadWebApp } from './web-app.ts'
import type { WebApp } from './web-app.ts'

/** Answers everything outside the API: files of the web app, and its page for every address that a browser opens. */
export function serveWebApp(app: FastifyInstance, services: Services, folder: string | undefined): void {
  const web = folder === undefined ? undefined : loadWebApp(folder)
  app.setNotFoundHandler((request, reply) => {
    const path = decodedPath(request.url)
    if (path.startsWith('/api/')) throw notFound('this address')
    if (request.method !== 'GET' && request.method !== 'HEAD') throw notFound('this address')
    if (web === undefined) throw notFound('this address')
    return answer(web, path, request, reply, services)
  })
}

function decodedPath(url: string): string {
  try {
    return decodeURIComponent(url.split('?', 1)[0] ?? '')
  } catch {
    throw new HttpProblem(400, 'invalid', 'the address is not well formed')
  }
}

function answer(web: WebApp, path: string, request: FastifyRequest, reply: FastifyReply, services: Services): FastifyReply {
  const file = web.find(path)
  if (file === undefined) {
    if (/\.\w{1,8}$/.test(path) && !(request.headers.accept ?? '').includes('text/html')) throw notFound('this file')
    const nonce = Buffer.from(services.random(16)).toString('base64url')
    return reply
      .header('content-security-policy', pagePolicy(nonce))
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(web.page(nonce))
  }
  reply
    .header('etag', file.tag)
    .header('vary', 'accept-encoding')
    .header('cache-control', file.immutable ? 'public, max-age=31536000, immutable' : 'no-cache')
  if (notModified(request.headers['if-none-match'], file.tag)) return reply.code(304).send()
  const form = chooseForm(file.forms, request.headers['accept-encoding'])
  if (form !== 'identity') reply.header('content-encoding', form)
  return reply.type(file.type).send(file.forms[form])
}
