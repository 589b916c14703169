import { Type } from 'typebox'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PAGE } from '../api/contract/administration.ts'
import { Page } from '../api/contract/common.ts'
import { defineRoute } from '../api/route.ts'
import { ROUTES } from '../routes.gen.ts'
import type { Database } from '../store/database.ts'
import { seedPortfolio } from '../testing/seed.ts'
import { openTestApp } from '../testing/test-app.ts'
import type { TestApp, TestPerson } from '../testing/test-app.ts'
import { openTestDatabase } from '../testing/test-database.ts'

let db: Database
let server: TestApp
let ann: TestPerson
let ids: { readonly project: number; readonly vulnerability: number }
beforeAll(async () => {
  db = await openTestDatabase()
  server = await openTestApp(db)
  const seeded = await seedPortfolio(db, {
    projects: { 'shop//web': ['left@1.0.0', 'right@1.0.0'] },
    vulnerabilities: [{ shown: 'OSV-1', severity: 'high', affects: ['left@1.0.0'] }],
  })
  ids = { project: seeded.projects.get('shop//web') ?? 0, vulnerability: seeded.vulnerabilities.get('OSV-1') ?? 0 }
  ann = await server.person('Ann', { role: 'viewer' })
})
afterAll(async () => {
  await server.close()
  await db.close()
})

const lines = (body: string): readonly string[] => body.trimEnd().split('\r\n')

describe('a list that an answer holds under another name is CSV too', () => {
  test('a walk: its starts and its edges', async () => {
    const payload = { start: { kind: 'project', ids: [ids.project] }, edges: ['contains', 'affected-by'], depth: 2 }
    const answer = await ann.send('POST', 'graph/query', { payload, headers: { accept: 'text/csv' } })
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8; header=present')
    const [head, ...rows] = lines(answer.body)
    expect(head).toBe('step,from.kind,from.id,from.label,edge,to.kind,to.id,to.label')
    expect(rows).toHaveLength(4)
    expect(rows[0]).toBe(`0,,,,,project,${ids.project},web`)
    expect(rows.at(-1)).toMatch(/^2,version,\d+,pkg:npm\/left@1\.0\.0,affected-by,vulnerability,\d+,OSV-1$/)
  })

  test('an impact: a row for each problem, and one for a version without any', async () => {
    const payload = { project: ids.project, purls: ['pkg:npm/left@1.0.0', 'pkg:npm/nobody@1.0.0', 'pkg:npm/%40nobody/other@1.0.0'] }
    const [head, ...rows] = lines((await ann.send('POST', 'impact?format=csv', { payload })).body)
    expect(head).toMatch(/^purl,via,here,matched,problem\.id,problem\.shown,/)
    expect(rows.map((row) => row.split(',').slice(0, 4))).toEqual([
      ['pkg:npm/nobody@1.0.0', '', '0', 'false'],
      ['pkg:npm/%40nobody/other@1.0.0', '', '0', 'false'],
    ])
  })

  test.each([
    ['policy-matrix?format=csv', 'project.id,project.slug,project.name,pack,rule,title,severity,outcome'],
    ['compare?package=pkg:npm/left&format=csv', 'package.id,package.purl,package.ecosystem,package.name,known,'],
    ['search?q=left&format=csv', 'kind,id,title,detail,href'],
    ['trend?days=3&format=csv', 'day,counts.critical,'],
    ['policies/shipped?format=csv', 'id,title,version,rules,installed'],
    ['projects/1/assessment?format=csv', 'id,title,score,reason,remedy,places'],
  ])('%s', async (address, head) => {
    const answer = await ann.send('GET', address)
    expect([answer.statusCode, lines(answer.body)[0]?.startsWith(head)]).toEqual([200, true])
  })

  test('every answer of the API that is or holds a list says how it is CSV', () => {
    // Of one thing: its own page in full, whose lists have addresses of their own.
    const whole = ['getAdvisory', 'getComponent', 'getOverview', 'getProject', 'getSession', 'getSystem', 'getUpload', 'getVerdict']
    const silent = ROUTES.filter(
      ({ method, list, rows, media, id }) =>
        method === 'GET' && list !== true && rows === undefined && media === undefined && !whole.includes(id),
    )
    expect(silent.filter(({ response }) => JSON.stringify(response).includes('"type":"array"')).map(({ id }) => id)).toEqual([])
  })
})

describe('a list as CSV', () => {
  const many = (rows: number) =>
    defineRoute({
      method: 'GET',
      path: '/many',
      id: 'many',
      summary: 's',
      tag: 'system',
      access: 'public',
      list: true,
      query: PAGE,
      response: Page(Type.Object({ id: Type.Integer() })),
      handle: async ({ query, now }) => {
        const from = Number(query.cursor ?? 0)
        const to = Math.min(rows, from + (query.limit ?? 50))
        const items = Array.from({ length: to - from }, (_, at) => ({ id: from + at }))
        return { items, next: to < rows ? String(to) : null, total: { count: rows, type: 'EXACT' as const }, asOf: now.toISOString() }
      },
    })

  test('is all of it, however long', async () => {
    const long = await openTestApp(db, { routes: [many(20_431)] })
    const answer = await long.app.inject('/api/v1/many?format=csv')
    expect([lines(answer.body).length, answer.headers['x-next-cursor']]).toEqual([20_432, undefined])
    await long.close()
  })

  test('is all of it where the question is a body, and the place it goes on stands there', async () => {
    const pages = defineRoute({
      method: 'POST',
      path: '/pages',
      id: 'pages',
      summary: 's',
      tag: 'system',
      access: 'public',
      body: Type.Object({ of: Type.Integer(), cursor: PAGE.properties.cursor }),
      response: Type.Object({ found: Type.Array(Type.Integer()), next: Type.Union([Type.String(), Type.Null()]) }),
      rows: { row: Type.Object({ id: Type.Integer() }), of: ({ found }) => found.map((id) => ({ id })) },
      handle: async ({ body: { of, cursor } }) => {
        const at = Number(cursor ?? 0)
        return { found: [at, at + 1], next: at + 2 < of ? String(at + 2) : null }
      },
    })
    const long = await openTestApp(db, { routes: [pages] })
    const answer = await long.app.inject({ method: 'POST', url: '/api/v1/pages?format=csv', payload: { of: 6 } })
    expect(lines(answer.body)).toEqual(['id', '0', '1', '2', '3', '4', '5'])
    await long.close()
  })

  test('a draft of a policy pack: a row for each rule that would change', async () => {
    const rule = 'id: r, title: R, severity: high, subject: project, assert: "project.name != \\"web\\"", message: m, remediation: r'
    const payload = { body: `policy: 1\nid: own\ntitle: t\nabout: a\nversion: 1.0.0\nmodel: ">=1.0 <2.0"\nrules:\n  - { ${rule} }\n` }
    const [head, ...rows] = lines((await ann.send('POST', 'policies/what-if?format=csv', { payload })).body)
    expect([head, rows]).toEqual(['project.id,project.slug,project.name,rule,change', [`${ids.project},web,web,r,fails`]])
  })

  test('is broken off where it would be longer than is allowed, so that a part is not taken for the whole', async () => {
    const short = await openTestApp(db, { routes: [many(5000)], limits: { csvRows: 1000 } })
    await expect(short.app.inject('/api/v1/many?format=csv')).rejects.toThrow()
    await short.close()
  })
})
