import type { FaultList, Trail } from './fault.ts'
import { keyRules } from './key-rules.ts'
import type { KeyRule } from './key-rules.ts'
import { TEXT_RULES } from './text-rule.ts'
import { jsonTypeTerm } from './type-term.ts'
import type { TypeTerm } from './type-term.ts'
import { forVersion, grammarLines, grammarWords } from './version-mark.ts'

/** Says whether a value fits; the faults go to the list when there is one. */
export type Check = (value: unknown, trail: Trail | null, faults: FaultList | null) => boolean

/** Number of the format's minor version for the marks of the grammar. */
export interface JsonGrammar {
  check(rule: string): Check
}

/**
 * Compiles a grammar for one version. An object rule is `name { key!:type, … }`: `!` is a required key, `...` lets other
 * keys in, `one(a b)` wants exactly one of the keys, `some(a b)` at least one, `not(a b)` never both, `needs(a b)` b
 * beside a. Types: a rule's name, a text rule, `[type]` (`*` behind: unlike items), `(a|b)` any, `(a^b)` exactly one,
 * `int<0:>`, `num`, `bool`, `obj`, `any`. `+name` takes over the keys of another rule; `own` are rules given as code.
 */
export function jsonGrammar(text: string, version: number, own: Readonly<Record<string, Check>> = {}): JsonGrammar {
  const checks = new Map<string, Check>(Object.entries(own))
  const shapes = new Map<string, ReadonlySet<string>>()
  const lines = new Map(grammarLines(text, version).map((line) => [line.name, line]))

  const named = (name: string): Check => {
    const known = checks.get(name)
    if (known) return known
    // Rules name each other in circles: the entry is there before its parts are compiled.
    let compiled: Check | undefined
    const entry: Check = (value, trail, faults) => (compiled as Check)(value, trail, faults)
    checks.set(name, entry)
    const line = lines.get(name)
    if (!line) compiled = scalar(name)
    else if (line.kind === 'words') compiled = oneWordOf(grammarWords(line.body, version))
    else if (line.kind === 'alias') compiled = fromTerm(jsonTypeTerm(line.body))
    else compiled = shape(name, line.body)
    checks.set(name, compiled)
    return compiled
  }

  const shape = (name: string, body: string): Check => {
    const keys = new Map<string, { check: Check; required: boolean }>()
    const rules: KeyRule[] = []
    let open = false
    const tokens = body.split(', ')
    for (let at = 0; at < tokens.length; at++) {
      const part = forVersion(tokens[at] as string, version)
      if (part === null) continue
      const rule = keyRules(part)
      if (rule) rules.push(rule)
      else if (part.startsWith('+')) tokens.push(...(lines.get(part.slice(1))?.body ?? '').split(', '))
      else if (part === '...') open = true
      else {
        const colon = part.indexOf(':')
        const required = part[colon - 1] === '!'
        keys.set(part.slice(0, required ? colon - 1 : colon), { check: fromTerm(jsonTypeTerm(part.slice(colon + 1))), required })
      }
    }
    shapes.set(name, new Set(keys.keys()))
    const required = [...keys].filter(([, key]) => key.required).map(([key]) => key)
    return (value, trail, faults) => {
      if (!isObject(value)) return fault(faults, trail, 'type', 'an object is expected here')
      let fits = true
      for (const key of required) {
        if (!Object.hasOwn(value, key)) fits = fault(faults, trail, 'required', `the key "${key}" is missing`) && fits
      }
      for (const rule of rules) {
        const message = rule(value)
        if (message) fits = fault(faults, trail, 'keys', message)
      }
      for (const key in value) {
        const known = keys.get(key)
        if (known) fits = known.check(value[key], { parent: trail, key }, faults) && fits
        else if (!open) fits = fault(faults, { parent: trail, key }, 'unknown-key', 'this key is not part of the format')
        if (!fits && !faults) return false
      }
      return fits
    }
  }

  const fromTerm = (term: TypeTerm): Check => {
    if (term.kind === 'name') return term.bounds ? bounded(term.name, term.bounds) : named(term.name)
    if (term.kind === 'array') return arrayOf(fromTerm(term.item), term)
    return union(
      term.options.map((option) => ({ term: option, check: fromTerm(option) })),
      term.exactlyOne,
    )
  }

  const union = (options: readonly { term: TypeTerm; check: Check }[], exactlyOne: boolean): Check => {
    return (value, trail, faults) => {
      let fitting = 0
      for (const option of options) {
        if (option.check(value, trail, null) && (++fitting > 1 || !exactlyOne)) break
      }
      if (fitting === 1 || (fitting > 1 && !exactlyOne)) return true
      if (!faults) return false
      if (fitting > 1) return fault(faults, trail, 'ambiguous', 'this fits more than one of the forms it may have')
      // Report against the form that was most likely meant.
      const likely = options.find((option) => looksLike(value, option.term)) ?? options[0]
      return likely ? likely.check(value, trail, faults) : false
    }
  }

  const looksLike = (value: unknown, term: TypeTerm): boolean => {
    if (Array.isArray(value)) return term.kind === 'array' && (value.length === 0 || looksLike(value[0], term.item))
    if (!isObject(value)) return term.kind === 'name' && !shapes.has(term.name)
    if (term.kind === 'union') return term.options.some((option) => looksLike(value, option))
    const keys = term.kind === 'name' ? shapes.get(term.name) : undefined
    return keys !== undefined && Object.keys(value).some((key) => keys.has(key))
  }

  return { check: named }
}

function arrayOf(item: Check, bounds: { min: number; max: number; unique: boolean }): Check {
  return (value, trail, faults) => {
    if (!Array.isArray(value)) return fault(faults, trail, 'type', 'an array is expected here')
    let fits = true
    if (value.length < bounds.min) fits = fault(faults, trail, 'items', `at least ${bounds.min} item is expected here`)
    if (value.length > bounds.max) fits = fault(faults, trail, 'items', `at most ${bounds.max} item is expected here`)
    const seen = bounds.unique && value.length > 1 ? new Map<string, number[]>() : null
    for (let key = 0; key < value.length; key++) {
      // Once: a list that is read in slices reads it each time.
      const one: unknown = value[key]
      fits = item(one, { parent: trail, key }, faults) && fits
      if (!fits && !faults) return false
      if (seen && isRepeated(one, value, seen, key)) {
        fits = fault(faults, { parent: trail, key }, 'unique', 'an equal item stands before this one')
      }
    }
    return fits
  }
}

function oneWordOf(words: ReadonlySet<string>): Check {
  const wanted = words.size > 12 ? 'one of the words the format lists' : `one of ${[...words].join(', ')}`
  return (value, trail, faults) =>
    (typeof value === 'string' && words.has(value)) || fault(faults, trail, 'enum', `${wanted} is expected here`)
}

function scalar(name: string): Check {
  const rule = TEXT_RULES[name]
  if (rule) {
    return (value, trail, faults) =>
      (typeof value === 'string' && rule.test(value)) || fault(faults, trail, name, `${rule.wanted} is expected here`)
  }
  if (name === 'any') return () => true
  if (name === 'bool')
    return (value, trail, faults) => typeof value === 'boolean' || fault(faults, trail, 'type', 'true or false is expected here')
  if (name === 'obj') return (value, trail, faults) => isObject(value) || fault(faults, trail, 'type', 'an object is expected here')
  if (name === 'int' || name === 'num') return bounded(name, { min: -Infinity, max: Infinity })
  throw new RangeError(`the grammar has no rule ${name}`)
}

function bounded(name: string, { min, max }: { min: number; max: number }): Check {
  if (name === 'str') {
    return (value, trail, faults) =>
      (typeof value === 'string' && value.length >= min && codePoints(value) <= max) ||
      fault(faults, trail, 'length', `a text of ${Math.max(min, 0)} to ${max} characters is expected here`)
  }
  const wanted = name === 'int' ? 'a whole number' : 'a number'
  return (value, trail, faults) =>
    (typeof value === 'number' && (name !== 'int' || Number.isInteger(value)) && value >= min && value <= max) ||
    fault(
      faults,
      trail,
      'number',
      `${wanted} is expected here${Number.isFinite(min) ? `, at least ${min}` : ''}${Number.isFinite(max) ? `, at most ${max}` : ''}`,
    )
}

/** Length in characters, as JSON Schema counts it. */
function codePoints(text: string): number {
  return text.length - (text.match(/[\ud800-\udbff][\udc00-\udfff]/g)?.length ?? 0)
}

function fault(faults: FaultList | null, trail: Trail | null, rule: string, message: string): false {
  faults?.add(trail, rule, message)
  return false
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Whether an equal item stands before this one. Whole items are compared only where their names are already equal. */
function isRepeated(item: unknown, items: readonly unknown[], seen: Map<string, number[]>, index: number): boolean {
  const short = nameOf(item)
  const alike = seen.get(short)
  if (!alike) {
    seen.set(short, [index])
    return false
  }
  const text = canonical(item)
  // A few are enough: a format with thousands of items that differ only below their names has no use for the check.
  if (alike.slice(0, 20).some((other) => canonical(items[other]) === text)) return true
  alike.push(index)
  return false
}

/** Items with different ones are different. */
function nameOf(item: unknown): string {
  if (typeof item === 'string') return item
  if (!isObject(item)) return JSON.stringify(item)
  const ref = item['bom-ref'] ?? item['ref']
  return typeof ref === 'string' ? ref : JSON.stringify([ref, item['name'], item['version']])
}

/** Equal JSON values give equal texts, whatever the order of their keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    isObject(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
  )
}
