import { brotliCompressSync, gzipSync } from 'node:zlib'
import { Type } from 'typebox'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { defineRoute } from '../api/route.ts'
import type { Database } from '../store/database.ts'
import { openTestApp } from '../testing/test-app.ts'
import type { TestApp } from '../testing/test-app.ts'

const base = { tag: 'system', access: 'public', summary: 's' } as const
const routes = [
  defineRoute({
    ...base,
    method: 'POST',
    path: '/raw',
    id: 'raw',
    bodyKind: 'raw',
    response: Type.Object({ bytes: Type.Integer() }),
    handle: async ({ body }) => {
      let bytes = 0
      for await (const chunk of body as AsyncIterable<Uint8Array>) bytes += chunk.length
      return { bytes }
    },
  }),
]

let server: TestApp
beforeAll(async () => {
  // Nobody is logged in, so nothing is asked of the store.
  server = await openTestApp({} as Database, { routes, limits: { uploadBytes: 2_000_000, unpackedBytes: 20_000_000 } })
})
afterAll(() => server.close())

const problem = (answer: { statusCode: number; headers: Record<string, unknown>; json(): unknown }) => {
  expect(String(answer.headers['content-type'])).toContain('application/problem+json')
  return answer.json() as { type: string; status: number; detail: string }
}

describe('uploads', () => {
  const send = (payload: Buffer, headers: Record<string, string> = {}) =>
    server.app.inject({ method: 'POST', url: '/api/v1/raw', payload, headers: { 'content-type': 'application/octet-stream', ...headers } })

  test('arrive as they are, and unpacked', async () => {
    const bytes = Buffer.from('a'.repeat(50_000))
    for (const [payload, encoding] of [
      [bytes, 'identity'],
      [gzipSync(bytes), 'gzip'],
      [brotliCompressSync(bytes), 'br'],
    ] as const)
      expect((await send(payload, { 'content-encoding': encoding })).json()).toEqual({ bytes: 50_000 })
    expect((await server.app.inject({ method: 'POST', url: '/api/v1/raw', payload: 'x' })).json()).toEqual({ bytes: 1 })
  })

  test('that are too large, as they arrive or unpacked, are refused', async () => {
    expect(problem(await send(Buffer.alloc(2_000_001))).status).toBe(413)
    expect(problem(await send(gzipSync(Buffer.alloc(30_000_000, 'ab')), { 'content-encoding': 'gzip' })).status).toBe(413)
    // A bomb in a bomb's manner: one kilobyte a megabyte.
    expect(problem(await send(brotliCompressSync(Buffer.alloc(19_000_000)), { 'content-encoding': 'br' })).detail).toContain('far more')
    expect(problem(await send(Buffer.from('no gzip'), { 'content-encoding': 'gzip' })).status).toBe(400)
    expect(problem(await send(gzipSync(Buffer.alloc(1000)).subarray(0, 20), { 'content-encoding': 'gzip' })).status).toBe(400)
    expect(problem(await send(Buffer.from('x'), { 'content-encoding': 'zstd' })).status).toBe(415)
  })
})
