import type { FastifyInstance, FastifyRequest } from 'fastify'
import { somebodyWaits } from '../store/background-work.ts'

/** Whoever asks waits until the answer begins, or goes away before. An answer that is a stream may last for hours: nobody waits for its end. */
export function noteVisitors(app: FastifyInstance): void {
  const waiting = new WeakMap<FastifyRequest, () => void>()
  app.addHook('onRequest', async (request, reply) => {
    const answered = somebodyWaits()
    waiting.set(request, answered)
    reply.raw.once('close', answered)
  })
  app.addHook('onSend', async (request, _reply, payload) => {
    waiting.get(request)?.()
    return payload
  })
}
