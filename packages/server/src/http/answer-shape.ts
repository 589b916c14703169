import type { TSchema } from 'typebox'

/** JSON Schema as TypeBox writes it, as far as answers use it. */
interface Shape {
  readonly type?: string
  readonly properties?: Readonly<Record<string, Shape>>
  readonly required?: readonly string[]
  readonly items?: Shape
  readonly anyOf?: readonly Shape[]
}

export type Filter = (value: unknown) => unknown

const same: Filter = (value) => value

/**
 * A function that keeps of an answer what its schema names, and makes dates RFC 3339: what a handler reads too much of the store
 * never leaves the server.
 */
export function answerFilter(schema: TSchema): Filter {
  return filterOf(schema as Shape)
}

function filterOf(shape: Shape): Filter {
  if (shape.anyOf !== undefined) return anyOf(shape.anyOf)
  if (shape.properties !== undefined) return objectFilter(shape.properties)
  if (shape.type === 'array' && shape.items !== undefined) {
    const item = filterOf(shape.items)
    return item === same ? same : (value) => (Array.isArray(value) ? value.map(item) : value)
  }
  if (shape.type === 'string') return (value) => (value instanceof Date ? value.toISOString() : value)
  return same
}

function objectFilter(properties: Readonly<Record<string, Shape>>): Filter {
  const filters = Object.entries(properties).map(([name, shape]) => [name, filterOf(shape)] as const)
  return (value) => {
    if (typeof value !== 'object' || value === null) return value
    const kept: Record<string, unknown> = {}
    for (const [name, filter] of filters) {
      const one = (value as Record<string, unknown>)[name]
      if (one !== undefined) kept[name] = filter(one)
    }
    return kept
  }
}

/** Of several shapes of objects, the first whose required names are all there. */
function anyOf(shapes: readonly Shape[]): Filter {
  const objects = shapes.filter(({ properties }) => properties !== undefined)
  const others = shapes.filter(({ properties }) => properties === undefined)
  const filters = objects.map((shape) => ({ required: shape.required ?? [], filter: filterOf(shape) }))
  const array = others.find(({ type }) => type === 'array')
  const arrayFilter = array === undefined ? same : filterOf(array)
  return (value) => {
    if (value instanceof Date) return value.toISOString()
    if (Array.isArray(value)) return arrayFilter(value)
    if (typeof value !== 'object' || value === null || filters.length === 0) return value
    const fitting = filters.find(({ required }) => required.every((name) => name in value)) ?? filters[0]
    return fitting?.filter(value)
  }
}
