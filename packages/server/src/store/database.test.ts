import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestDatabase } from '../testing/test-database.ts'
import type { Database, Transaction } from './database.ts'
import { isRetryable, SqlError } from './store-fault.ts'
import { transactionLifetime } from './transaction-lifetime.ts'

let db: Database

beforeAll(async () => {
  db = await openTestDatabase({ empty: true })
  await db.script('CREATE TABLE thing (id int4 PRIMARY KEY, name text NOT NULL); CREATE TABLE other (id int4)')
})
afterAll(() => db.close())

async function one(sql: string, parameters: readonly unknown[] = []): Promise<unknown> {
  const [row] = await db.query<{ value: unknown }>(`SELECT ${sql} AS value`, parameters)
  return row?.value
}

const AWKWARD = 'a "quoted", {braced} \\ back,slash\nNULL é 💾'

describe('values come back as they went in, on both engines', () => {
  const cases: readonly (readonly [type: string, value: unknown])[] = [
    ['int4', -7],
    ['int8', 9_007_199_254_740_991],
    ['numeric', 1.5],
    ['float4', 0.25],
    ['float8', 1e-7],
    ['boolean', true],
    ['text', AWKWARD],
    ['text', ''],
    ['text', null],
    ['date', '2026-02-28'],
    ['timestamptz', new Date('2026-01-02T03:04:05.678Z')],
    ['bytea', new Uint8Array([0, 255, 92, 39])],
    ['bytea', new Uint8Array()],
    ['jsonb', { a: [1, null, AWKWARD] }],
    ['int4[]', [3, 1, 2]],
    ['int4[]', []],
    ['int8[]', [1, 9_007_199_254_740_991]],
    ['int4[]', [1, null]],
    ['text[]', [AWKWARD, '', 'NULL', 'null', ' ']],
    ['text[]', ['a', null]],
    ['boolean[]', [true, false]],
    ['date[]', ['2026-02-28']],
    ['timestamptz[]', [new Date('2026-01-02T03:04:05.678Z')]],
    ['bytea[]', [new Uint8Array([1]), new Uint8Array()]],
    [
      'int4[]',
      [
        [1, 2],
        [3, 4],
      ],
    ],
  ]
  test.each(cases)('%s %j', async (type, value) => {
    expect(await one(`$1::${type}`, [value])).toEqual(value)
  })

  test('what a query computes', async () => {
    expect(await one('(SELECT count(*) FROM (VALUES (1), (2)) AS v)')).toBe(2)
    expect(await one('(SELECT sum(v::int8) FROM (VALUES (1), (2)) AS t (v))')).toBe(3)
    expect(await one(`jsonb_build_object('at', '2026-01-02T03:04:05Z'::timestamptz)`)).toEqual({ at: '2026-01-02T03:04:05+00:00' })
    expect(await one(`'{"n": 12}'::jsonb -> 'n'`)).toBe(12)
    expect(await one(`interval '1 day 2 hours'`)).toBe('P1DT2H')
    expect(await one(`(SELECT array_agg(v ORDER BY v DESC) FROM (VALUES (1), (2)) AS t (v))`)).toEqual([2, 1])
  })

  test('a document of some megabytes', async () => {
    const bytes = new Uint8Array(5_000_000).map((_, at) => at)
    expect(Buffer.compare((await one('$1::bytea', [bytes])) as Uint8Array, bytes)).toBe(0)
  })
})

test('run counts the rows that it touched', async () => {
  expect(await db.run('INSERT INTO other VALUES (1), (2), (3)')).toBe(3)
  expect(await db.run('UPDATE other SET id = id WHERE id > 1')).toBe(2)
  expect(await db.run('DELETE FROM other')).toBe(3)
})

test('refusals keep their SQLSTATE and what they are about', async () => {
  await db.run("INSERT INTO thing VALUES (1, 'one')")
  const refused = await db.run("INSERT INTO thing VALUES (1, 'again')").catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(SqlError)
  expect(refused).toMatchObject({ code: '23505', table: 'thing', constraint: 'thing_pkey' })
  expect(isRetryable(refused)).toBe(false)
  await expect(db.query('SELECT nothing FROM nowhere')).rejects.toMatchObject({ code: '42P01' })
  await expect(db.script('SELECT 1; SELECT nonsense(')).rejects.toMatchObject({ code: '42601' })
})

test('a transaction is whole or not at all', async () => {
  await expect(
    db.transaction(async (transaction) => {
      await transaction.run("INSERT INTO thing VALUES (10, 'ten')")
      throw new Error('no')
    }),
  ).rejects.toThrow('no')
  expect(await db.query('SELECT 1 AS there FROM thing WHERE id = 10')).toEqual([])
  const kept = await db.transaction(async (transaction) => {
    await transaction.script("INSERT INTO thing VALUES (11, 'a'); INSERT INTO thing VALUES (12, 'b')")
    return transaction.query('SELECT id FROM thing WHERE id > 10 ORDER BY id')
  })
  expect(kept).toEqual([{ id: 11 }, { id: 12 }])
  await expect(db.script("INSERT INTO thing VALUES (13, 'c'); INSERT INTO thing VALUES (11, 'again')")).rejects.toThrow('duplicate key')
  expect(await db.query('SELECT 1 FROM thing WHERE id = 13')).toEqual([])
})

test('a transaction whose statement failed unnoticed is not taken for a success', async () => {
  const failed = db.transaction(async (transaction) => {
    await transaction.run("INSERT INTO thing VALUES (20, 'x')")
    await transaction.run("INSERT INTO thing VALUES (20, 'x')").catch(() => {})
  })
  await expect(failed).rejects.toMatchObject({ code: '25P02' })
  expect(await db.query('SELECT 1 FROM thing WHERE id = 20')).toEqual([])
})

test('the database itself is refused inside its transaction, and nowhere else', async () => {
  await expect(db.transaction(() => db.query('SELECT 1'))).rejects.toThrow('inside its own transaction')
  await expect(db.transaction(() => db.transaction(() => Promise.resolve()))).rejects.toThrow('inside its own transaction')
  // Work that began inside and goes on after the end of the transaction may.
  let end: () => void = () => {}
  let later: Promise<unknown> = Promise.resolve()
  await db.transaction((transaction) => {
    later = new Promise<void>((resolve) => void (end = resolve)).then(() => db.query('SELECT 1 AS n'))
    return transaction.query('SELECT 1')
  })
  end()
  expect(await later).toEqual([{ n: 1 }])
})

test('a transaction is of no use after its end', async () => {
  let kept: Transaction | undefined
  await db.transaction((transaction) => Promise.resolve(void (kept = transaction)))
  await expect(kept?.query('SELECT 1')).rejects.toThrow('after its end')
})

test('a transaction that nothing is asked of for long is rolled back, one with a long statement is not', async () => {
  const asked: string[] = []
  const inner = {
    query: async (sql: string) => {
      asked.push(sql)
      await new Promise((resolve) => setTimeout(resolve, 60))
      return []
    },
    run: () => Promise.resolve(0),
    script: () => Promise.resolve(),
  }
  const { transaction, idle, end } = transactionLifetime(inner as Transaction, 30)
  await Promise.race([Promise.all([transaction.query('long'), transaction.query('longer')]), idle])
  await expect(Promise.race([new Promise((resolve) => setTimeout(resolve, 5000)), idle])).rejects.toMatchObject({ code: '25P03' })
  end()
  await expect(transaction.run('late')).rejects.toThrow('after its end')
  expect(asked).toEqual(['long', 'longer'])
})

test('statements beside a transaction never see it half done', async () => {
  const seen: unknown[] = []
  const work = db.transaction(async (transaction) => {
    await transaction.run("INSERT INTO thing VALUES (30, 'x')")
    await new Promise((resolve) => setTimeout(resolve, 20))
    await transaction.run("INSERT INTO thing VALUES (31, 'x')")
  })
  const reads = Array.from({ length: 20 }, async () =>
    seen.push((await db.query('SELECT 1 FROM thing WHERE id IN (30, 31)')).length % 2 === 0),
  )
  const next = db.transaction((transaction) => transaction.query('SELECT id FROM thing WHERE id IN (30, 31)'))
  await Promise.all([work, ...reads])
  expect(new Set(seen)).toEqual(new Set([true]))
  expect([0, 2]).toContain((await next).length)
})

test('read-only is kept, and isolation is as asked', async () => {
  await expect(
    db.transaction((transaction) => transaction.run("INSERT INTO thing VALUES (40, 'x')"), { readOnly: true }),
  ).rejects.toMatchObject({ code: '25006' })
  const level = await db.transaction((transaction) => transaction.query("SELECT current_setting('transaction_isolation') AS level"), {
    isolation: 'repeatable read',
    readOnly: true,
  })
  expect(level).toEqual([{ level: 'repeatable read' }])
})
