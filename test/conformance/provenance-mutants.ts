/** One changed copy of valid evidence. */
export interface Mutant {
  /** Where, such as `verificationMaterial.tlogEntries.0.logIndex`; array places as numbers. */
  readonly path: string
  readonly kind: 'changed' | 'dropped' | 'doubled' | 'retyped' | 'flipped'
  readonly bytes: Buffer
}

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
type Path = readonly (string | number)[]

/** Places per long text at which one character is changed. */
const PLACES = 20

/**
 * Copies of a JSON document with one thing changed: every leaf altered, retyped or dropped, every key doubled, every long text (base64,
 * PEM, nested JSON) changed at places spread over it.
 */
export function* jsonMutants(text: string): Generator<Mutant> {
  const document = JSON.parse(text) as Json
  for (const path of places(document, [])) {
    const value = at(document, path)
    const make = (kind: Mutant['kind'], changed: Json | undefined): Mutant => {
      return { path: path.join('.'), kind, bytes: Buffer.from(JSON.stringify(withChange(document, path, changed))) }
    }
    yield make('dropped', undefined)
    if (typeof path.at(-1) === 'string') yield { path: path.join('.'), kind: 'doubled', bytes: Buffer.from(doubled(document, path)) }
    if (value !== null && typeof value === 'object') continue
    yield make('retyped', typeof value === 'string' ? 7 : 'text')
    yield make('retyped', { a: [] })
    for (const changed of variants(value)) yield make('changed', changed)
  }
}

/** Copies of bytes with one bit changed, at every `step`th byte. */
export function* byteMutants(bytes: Uint8Array, step = 1): Generator<Mutant> {
  for (let index = 0; index < bytes.length; index += step) {
    const copy = Buffer.from(bytes)
    copy[index] = (copy[index] ?? 0) ^ (1 << (index % 8))
    yield { path: String(index), kind: 'flipped', bytes: copy }
  }
}

function* places(value: Json, path: Path): Generator<Path> {
  if (path.length > 0) yield path
  if (value === null || typeof value !== 'object') return
  const entries = Array.isArray(value) ? value.map((item, index) => [index, item] as const) : Object.entries(value)
  for (const [key, inner] of entries) yield* places(inner, [...path, key])
}

function at(value: Json, path: Path): Json {
  return path.reduce<Json>((inner, key) => (inner as Record<string | number, Json>)[key] ?? null, value)
}

function withChange(value: Json, [key, ...rest]: Path, changed: Json | undefined): Json {
  if (key === undefined) return changed ?? null
  const isLast = rest.length === 0
  if (Array.isArray(value)) {
    if (isLast && changed === undefined) return value.filter((_, index) => index !== key)
    return value.map((item, index) => (index === key ? withChange(item, rest, changed) : item))
  }
  const entries = Object.entries(value as Record<string, Json>).filter(([name]) => !(isLast && changed === undefined && name === key))
  return Object.fromEntries(entries.map(([name, item]) => [name, name === key ? withChange(item, rest, changed) : item]))
}

/** The text with the member written twice, the second time with another value. */
function doubled(document: Json, path: Path): string {
  const marker = `doubled-${path.length}`
  const key = String(path.at(-1))
  const parent = path.slice(0, -1)
  const object = at(document, parent) as Record<string, Json>
  const renamed = Object.fromEntries([...Object.entries(object), [marker, null as Json]])
  const text = JSON.stringify(parent.length === 0 ? renamed : withChange(document, parent, renamed))
  return text.replace(`${JSON.stringify(marker)}:null`, () => `${JSON.stringify(key)}:${JSON.stringify(at(document, path))}`)
}

function variants(value: Json): readonly Json[] {
  if (typeof value === 'number') return [value + 1, -1]
  if (typeof value === 'boolean') return [!value]
  if (typeof value !== 'string') return [1]
  if (value === '') return ['x']
  const count = Math.min(PLACES, Math.ceil(value.length / 4))
  const indexes = Array.from({ length: count }, (_, index) => Math.floor((index * value.length) / count))
  return ['', ...new Set(indexes)].map((index) =>
    index === '' ? '' : value.slice(0, Number(index)) + other(value[Number(index)] ?? '') + value.slice(Number(index) + 1),
  )
}

/** Another character of the same kind, so that base64 stays base64. */
function other(character: string): string {
  if (/[0-8]/.test(character)) return String(Number(character) + 1)
  if (character === '9') return '8'
  if (/[a-y]/i.test(character)) return String.fromCharCode(character.charCodeAt(0) + 1)
  return /z/i.test(character) ? String.fromCharCode(character.charCodeAt(0) - 1) : 'A'
}
