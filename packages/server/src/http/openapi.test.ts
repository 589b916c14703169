import { createConfig, lintFromString } from '@redocly/openapi-core'
import { expect, test } from 'vitest'
import { ROUTES } from '../routes.gen.ts'
import { openApiDocument } from './openapi.ts'

test('the description follows OpenAPI 3.1 and the recommended rules of the linter', async () => {
  const source = JSON.stringify(openApiDocument(ROUTES, '1'))
  // Two routes answer with redirects only.
  const config = await createConfig({ extends: ['recommended'], rules: { 'operation-2xx-response': 'off' } })
  const problems = await lintFromString({ source, absoluteRef: 'openapi.json', config })
  const told = problems.map(({ ruleId, severity, message, location }) => `${severity} ${ruleId}: ${message} ${location[0]?.pointer ?? ''}`)
  expect(told).toEqual([])
})

test('every route is described once, under a name of its own', () => {
  const { paths } = openApiDocument(ROUTES, '1') as { paths: Record<string, Record<string, { operationId: string }>> }
  const ids = Object.values(paths).flatMap((methods) => Object.values(methods).map(({ operationId }) => operationId))
  expect(ids.toSorted()).toEqual(ROUTES.map(({ id }) => id).toSorted())
  expect(new Set(ids).size).toBe(ids.length)
})
