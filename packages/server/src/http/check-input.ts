import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { HttpProblem } from '../api/problem-details.ts'

interface Shape {
  readonly type?: string
  readonly properties?: Readonly<Record<string, Shape>>
  readonly patternProperties?: unknown
  readonly items?: Shape
  readonly anyOf?: readonly Shape[]
}

interface Fault {
  readonly pointer: string
  readonly detail: string
}

export type InputPart = 'params' | 'query' | 'body'

/**
 * Checks one part of a request against its schema and gives it typed: numbers and lists of a query arrive as text. What the schema
 * does not name is refused, because a filter that was misspelt must not answer as if it was not there. Compiled at first use.
 */
export function inputCheck(schema: TSchema | undefined, part: InputPart): (value: unknown) => unknown {
  let compiled: ReturnType<typeof Compile> | undefined
  return (value) => {
    if (schema === undefined) {
      const names = typeof value === 'object' && value !== null && part === 'query' ? Object.keys(value) : []
      if (names.length > 0) throw wrong(part, [{ pointer: `/${names[0]}`, detail: 'this takes no such parameter' }])
      return value ?? {}
    }
    const typed = part === 'body' ? value : coerced(schema as Shape, value)
    const faults = [...strangers(schema as Shape, typed, ''), ...nulCharacters(typed, '')]
    if (faults.length > 0) throw wrong(part, faults)
    compiled ??= Compile(schema)
    if (!compiled.Check(typed)) throw wrong(part, faultsOf(compiled.Errors(typed)))
    return typed
  }
}

function wrong(part: InputPart, errors: readonly Fault[]): HttpProblem {
  const [first] = errors
  const where = first === undefined || first.pointer === '' ? 'the whole' : first.pointer.slice(1)
  return new HttpProblem(400, 'invalid', `${part}: ${where}: ${first?.detail ?? 'is not valid'}`, { part, errors: errors.slice(0, 20) })
}

function coerced(shape: Shape, value: unknown): unknown {
  if (shape.properties !== undefined) {
    if (typeof value !== 'object' || value === null) return value
    const properties = shape.properties
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => {
        const property = Object.hasOwn(properties, name) ? properties[name] : undefined
        return [name, property === undefined ? one : coerced(property, one)]
      }),
    )
  }
  if (shape.type === 'array' && shape.items !== undefined) {
    const items = shape.items
    return (Array.isArray(value) ? value : [value]).map((one) => coerced(items, one))
  }
  if (typeof value !== 'string') return value
  const types = shape.anyOf === undefined ? [shape.type] : shape.anyOf.map(({ type }) => type)
  if ((types.includes('integer') || types.includes('number')) && /^-?\d{1,15}(\.\d{1,15})?$/.test(value)) return Number(value)
  if (types.includes('boolean') && (value === 'true' || value === 'false')) return value === 'true'
  return value
}

function strangers(shape: Shape, value: unknown, pointer: string): readonly Fault[] {
  if (typeof value !== 'object' || value === null) return []
  if (Array.isArray(value))
    return shape.items === undefined ? [] : value.flatMap((one, at) => strangers(shape.items as Shape, one, `${pointer}/${at}`))
  const { properties } = shape
  if (properties === undefined || shape.patternProperties !== undefined) return []
  return Object.entries(value).flatMap(([name, one]) => {
    const property = Object.hasOwn(properties, name) ? properties[name] : undefined
    if (property !== undefined) return strangers(property, one, `${pointer}/${escaped(name)}`)
    return [{ pointer: `${pointer}/${escaped(name)}`, detail: `is not known here; known are ${Object.keys(properties).join(', ')}` }]
  })
}

/** PostgreSQL keeps no NUL in text; said here once instead of failing in each statement. */
function nulCharacters(value: unknown, pointer: string): readonly Fault[] {
  if (typeof value === 'string') return value.includes('\0') ? [{ pointer, detail: 'holds a NUL character' }] : []
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, one]) => [
    ...(name.includes('\0') ? [{ pointer, detail: 'holds a NUL character' }] : []),
    ...nulCharacters(one, `${pointer}/${escaped(name)}`),
  ])
}

function escaped(name: string): string {
  return name.slice(0, 100).replaceAll('~', '~0').replaceAll('/', '~1')
}

/** One line a place: of the many ways in which a union was missed, what it allows. */
function faultsOf(
  errors: readonly { readonly keyword: string; readonly instancePath: string; readonly message: string; readonly params: object }[],
): readonly Fault[] {
  const byPlace = new Map<string, { allowed: unknown[]; details: string[] }>()
  for (const { keyword, instancePath, message, params } of errors) {
    const place = byPlace.get(instancePath) ?? { allowed: [], details: [] }
    byPlace.set(instancePath, place)
    if (keyword === 'const') place.allowed.push(Reflect.get(params, 'allowedValue'))
    else if (keyword !== 'anyOf') place.details.push(message)
  }
  return [...byPlace].map(([pointer, { allowed, details }]) => ({
    pointer,
    detail: allowed.length > 0 ? `must be one of ${allowed.join(', ')}` : (details[0] ?? 'is not valid'),
  }))
}
