import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { breakableLine } from '../../testing/breakable-line.ts'
import { silentLog } from '../../testing/silent-log.ts'
import { isRetryable } from '../store-fault.ts'
import { openPostgresql } from './open-postgresql.ts'

const URL_OF_SERVER = process.env['CUPEL_TEST_DATABASE_URL'] ?? ''
const onServer = test.skipIf(URL_OF_SERVER === '')

onServer(
  'a database that goes away fails what runs, holds what comes, and is used again when it is back',
  async () => {
    const line = await breakableLine(URL_OF_SERVER)
    const db = await openPostgresql(line.url, { log: silentLog, patienceMs: 3000, poolSize: 3 })
    const running = db.query('SELECT pg_sleep(10)').catch((error: unknown) => error)
    const working = db
      .transaction(async (transaction) => {
        await transaction.query('SELECT 1')
        await new Promise((resolve) => setTimeout(resolve, 200))
        await transaction.query('SELECT 1')
      })
      .catch((error: unknown) => error)
    await new Promise((resolve) => setTimeout(resolve, 100))
    await line.cut()
    expect(await running).toMatchObject({ name: 'StoreFault', retryable: true })
    expect(isRetryable(await working)).toBe(true)
    const waiting = Promise.all([db.query('SELECT 2 AS n'), db.transaction((transaction) => transaction.query('SELECT 3 AS n'))])
    await new Promise((resolve) => setTimeout(resolve, 300))
    await line.mend()
    expect(await waiting).toEqual([[{ n: 2 }], [{ n: 3 }]])
    await line.cut()
    await expect(openPostgresql(line.url, { log: silentLog, patienceMs: 100 })).rejects.toMatchObject({ code: 'store-unreachable' })
    const impatient = db.query('SELECT 4 AS n').catch((error: unknown) => error)
    expect(await impatient).toMatchObject({ name: 'StoreFault' })
    await line.mend()
    expect(await db.query('SELECT 5 AS n')).toEqual([{ n: 5 }])
    await db.close()
    await line.cut()
  },
  30_000,
)

onServer('a server that ends our sessions is connected to again', async () => {
  const db = await openPostgresql(URL_OF_SERVER, { log: silentLog, poolSize: 2 })
  const ended = db.query('SELECT pg_terminate_backend(pg_backend_pid()) FROM (SELECT pg_sleep(0.01)) AS s').catch((error: unknown) => error)
  expect(isRetryable(await ended)).toBe(true)
  expect(await db.query('SELECT 1 AS n')).toEqual([{ n: 1 }])
  await db.close()
})

onServer('a statement that takes too long is cancelled, and the session is good for the next', async () => {
  const db = await openPostgresql(URL_OF_SERVER, { log: silentLog, poolSize: 1, statementTimeoutMs: 50 })
  await expect(db.query('SELECT pg_sleep(5)')).rejects.toMatchObject({ code: '57014' })
  expect(await db.query('SELECT 1 AS n')).toEqual([{ n: 1 }])
  await db.script('SELECT pg_sleep(0.2)')
  expect(await db.query("SELECT current_setting('statement_timeout') AS t")).toEqual([{ t: '50ms' }])
  await db.close()
})

onServer('a wrong password or database is said at once, without the password', async () => {
  const wrong = new URL(URL_OF_SERVER)
  wrong.pathname = '/no_such_database'
  wrong.password = 'hunter2'
  const error = await openPostgresql(wrong.href, { log: silentLog, patienceMs: 60_000 }).catch((caught: unknown) => caught)
  expect(error).toMatchObject({ code: 'store-unreachable', message: expect.stringContaining('no_such_database') as string })
  expect(String((error as Error).message)).not.toContain('hunter2')
})

test.each([
  'postgresql://u:hun/ter2@127.0.0.1:1/d',
  'postgresql://u:hun@ter2#@127.0.0.1:1/d',
  'postgres//u:hunter2@127.0.0.1:1/d',
  'u:hunter2@127.0.0.1:1/d',
])('nothing of the password of an address that was mistyped is told: %s', async (url) => {
  const error = await openPostgresql(url, { log: silentLog, patienceMs: 50 }).catch((caught: unknown) => caught)
  expect(error).toMatchObject({ code: 'store-unreachable' })
  expect(`${(error as Error).message} ${String((error as Error).cause)}`).not.toMatch(/hun|ter2/)
})

test('a server that is too old is refused, told from what it says', async () => {
  const old = createServer((socket) => socket.on('error', () => {}).on('data', (bytes) => socket.write(answerOfOld(bytes))))
  await new Promise<void>((resolve) => void old.listen(0, '127.0.0.1', resolve))
  const { port } = old.address() as AddressInfo
  await expect(openPostgresql(`postgresql://u@127.0.0.1:${port}/d`, { log: silentLog })).rejects.toMatchObject({
    code: 'store-too-old',
    message: expect.stringContaining('14.9') as string,
  })
  await new Promise((resolve) => old.close(resolve))
})

/** As much of the protocol (version 3) as a client needs to log in and ask one question. */
function answerOfOld(bytes: Buffer): Buffer {
  const ready = message('Z', Buffer.from('I'))
  if (bytes.readUInt8(0) === 0) return Buffer.concat([message('R', Buffer.alloc(4)), ready])
  const type = String.fromCharCode(bytes.readUInt8(0))
  if (type === 'X') return Buffer.alloc(0)
  if (bytes.includes('SET TimeZone')) return Buffer.concat([message('C', Buffer.from('SET\0')), ready])
  const field = (name: string): Buffer =>
    Buffer.concat([Buffer.from(`${name}\0`), Buffer.from('000000000000000000190040ffffffff0000', 'hex')])
  const value = (text: string): Buffer => Buffer.concat([int32(text.length), Buffer.from(text)])
  const head = message('T', Buffer.concat([int16(2), field('server_version_num'), field('server_version')]))
  const row = message('D', Buffer.concat([int16(2), value('140009'), value('14.9')]))
  const parsed = type === 'P' ? Buffer.concat([message('1', Buffer.alloc(0)), message('2', Buffer.alloc(0))]) : Buffer.alloc(0)
  return Buffer.concat([parsed, head, row, message('C', Buffer.from('SELECT 1\0')), ready])
}

function message(type: string, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body])
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeInt16BE(value)
  return bytes
}
