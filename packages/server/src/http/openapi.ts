import type { TSchema } from 'typebox'
import * as contract from '../api/contract/index.ts'
import type { Route } from '../api/route.ts'
import { API_BASE } from '../api/api-base.ts'

type Json = Readonly<Record<string, unknown>>

/** Names of the contract's shapes, by what they say. */
const NAMES = new Map(
  Object.entries(contract)
    .filter(([, schema]) => typeof schema === 'object' && ('properties' in schema || 'anyOf' in schema))
    .map(([name, schema]) => [JSON.stringify(schema), name]),
)

const PROBLEM = {
  type: 'object',
  description: 'RFC 9457 problem details',
  required: ['type', 'title', 'status', 'detail', 'instance'],
  properties: {
    type: { type: 'string', description: 'urn:cupel:problem:… : stable' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    instance: { type: 'string' },
  },
}

const TAGS: Readonly<Record<string, string>> = {
  session: 'Logging in and out, and whose session this is',
  portfolio: 'Projects, findings, changes over time',
  components: 'Packages and versions in use',
  advisories: 'Known problems and whom they touch',
  triage: 'Statements about findings (VEX)',
  policy: 'Packs, verdicts, exceptions',
  evidence: 'Uploads, assessments, attestations',
  notifications: 'Subscriptions, webhooks, live events',
  administration: 'Organisations, teams, people, tokens, audit log',
  system: 'The server itself',
}

/** The API as an OpenAPI 3.1 document, made of the routes and nothing else. */
export function openApiDocument(routes: readonly Route[], version: string): Json {
  const used = new Set<string>()
  const paths: Record<string, Record<string, unknown>> = {}
  for (const route of routes) {
    const path = `${API_BASE}${route.path}`.replaceAll(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route, used) }
  }
  const schemas: Record<string, unknown> = { Problem: PROBLEM }
  // Naming a shape may use others: until nothing new turns up.
  for (let before = -1; before !== used.size;) {
    before = used.size
    for (const name of used) schemas[name] ??= definition(Reflect.get(contract, name) as TSchema, used)
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'cupel',
      version,
      summary: 'Inventory, findings, policy and provenance of everything a cupel server knows',
      description:
        'Lists are paged by cursor and also given as CSV. What the caller may not see does not exist: it is not found, not listed and not counted.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/', description: 'this server' }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    security: [{ token: [] }, { session: [] }],
    paths: Object.fromEntries(Object.entries(paths).toSorted(([left], [right]) => (left < right ? -1 : 1))),
    components: {
      schemas: Object.fromEntries(Object.entries(schemas).toSorted(([left], [right]) => (left < right ? -1 : 1))),
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'An API token (cupel_…), made in the settings or exchanged for a CI token' },
        session: { type: 'apiKey', in: 'cookie', name: 'cupel', description: 'A browser session; changes also need x-csrf-token' },
      },
      responses: {
        Problem: {
          description: 'What went wrong',
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      },
    },
  }
}

function operation(route: Route, used: Set<string>): Json {
  const problems = ['400', ...(route.access === 'public' ? [] : ['401', '403']), ...(route.path.includes(':') ? ['404'] : []), '429']
  const body = route.bodyKind === 'raw' ? rawBody() : route.body === undefined ? {} : jsonBody(route.body, used)
  return {
    operationId: route.id,
    summary: route.summary,
    tags: [route.tag],
    ...(route.access === 'public' ? { security: [] } : { description: accessText(route.access) }),
    ...parameters(route, used),
    ...body,
    responses: {
      [String(route.status ?? 200)]: success(route, used),
      ...Object.fromEntries(problems.map((status) => [status, { $ref: '#/components/responses/Problem' }])),
    },
  }
}

function accessText(access: string): string {
  return access === 'session' ? 'For everybody who is logged in.' : `Needs the permission \`${access}\`.`
}

function parameters(route: Route, used: Set<string>): Json {
  const list: unknown[] = []
  for (const [place, schema] of [
    ['path', route.params],
    ['query', route.query],
  ] as const) {
    const { properties = {}, required = [] } = (schema ?? {}) as { properties?: Record<string, TSchema>; required?: readonly string[] }
    for (const [name, property] of Object.entries(properties))
      if (name !== 'format' || place === 'path')
        list.push({ name, in: place, required: place === 'path' || required.includes(name), schema: named(property, used) })
  }
  if (route.list === true || route.rows !== undefined)
    list.push({ name: 'format', in: 'query', required: false, schema: { type: 'string', enum: ['json', 'csv'], default: 'json' } })
  if (route.method === 'POST' && route.access !== 'public')
    list.push({ name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string', minLength: 1, maxLength: 200 } })
  return list.length === 0 ? {} : { parameters: list }
}

function jsonBody(schema: TSchema, used: Set<string>): Json {
  return { requestBody: { required: true, content: { 'application/json': { schema: named(schema, used) } } } }
}

function rawBody(): Json {
  return { requestBody: { required: true, content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } } }
}

function success(route: Route, used: Set<string>): Json {
  if (route.status === 204) return { description: 'Done' }
  if (route.status === 302) return { description: 'Go on there', headers: { location: { schema: { type: 'string' } } } }
  if (route.media !== undefined) return { description: 'Done', content: { [route.media]: { schema: { type: 'string' } } } }
  return {
    description: 'Done',
    content: {
      'application/json': { schema: named(route.response, used) },
      ...(route.list === true || route.rows !== undefined ? { 'text/csv': { schema: { type: 'string' } } } : {}),
    },
  }
}

function named(schema: unknown, used: Set<string>): unknown {
  const name = NAMES.get(JSON.stringify(schema))
  if (name === undefined) return definition(schema, used)
  used.add(name)
  return { $ref: `#/components/schemas/${name}` }
}

function definition(schema: unknown, used: Set<string>): unknown {
  if (Array.isArray(schema)) return schema.map((one) => named(one, used))
  if (typeof schema !== 'object' || schema === null) return schema
  const { anyOf } = schema as { anyOf?: readonly Json[] }
  if (anyOf?.every((one) => typeof one['const'] === 'string') === true) return { type: 'string', enum: anyOf.map((one) => one['const']) }
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => {
      if (key !== 'properties' && key !== 'patternProperties') return [key, typeof value === 'object' ? named(value, used) : value]
      return [key, Object.fromEntries(Object.entries(value as Json).map(([name, property]) => [name, named(property, used)]))]
    }),
  )
}
