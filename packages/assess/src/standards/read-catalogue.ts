import { DocumentInvalid, readJson } from '@cupel/formats'
import type { Catalogue, Rule } from './catalogue.ts'

const MAX_REQUIREMENTS = 5_000
const MAX_DEPTH = 20
const TERM = /^(?:(?:some )?(?:not )?[a-zA-Z][A-Za-z0-9]{0,80}|[a-zA-Z][A-Za-z0-9]{0,80} n\/a|level \S{1,60})$/

/** Reads a catalogue. Refuses with DocumentInvalid what is no catalogue, and names the requirement that is at fault. */
export function readCatalogue(text: string): Catalogue {
  return checkedCatalogue(readJson(text, { maxDepth: 60, maxLength: 20_000_000 }))
}

/** Checks plain data to be a catalogue; the data of this package goes through here too. */
export function checkedCatalogue(value: unknown): Catalogue {
  const root = record(value, 'the catalogue')
  for (const field of ['id', 'title', 'version'])
    if (typeof root[field] !== 'string' || root[field] === '') refuse(`the catalogue has no «${field}»`)
  const levels = array(root['levels'], 'levels').map((level) => String(record(level, 'a level')['id']))
  const requirements = array(root['requirements'], 'requirements')
  if (requirements.length === 0 || requirements.length > MAX_REQUIREMENTS)
    refuse(`a catalogue has between 1 and ${MAX_REQUIREMENTS} requirements`)
  const seen = new Set<string>()
  for (const item of requirements) {
    const one = record(item, 'a requirement')
    const id = String(one['id'] ?? '')
    if (id === '') refuse('a requirement has no id')
    if (typeof one['title'] !== 'string' || one['title'] === '') refuse(`requirement ${safe(id)} has no title`)
    if (!['MUST', 'SHOULD', 'SUGGESTED'].includes(String(one['category']))) refuse(`requirement ${safe(id)} has no known category`)
    for (const level of array(one['levels'], `levels of ${safe(id)}`)) {
      if (!levels.includes(String(level))) refuse(`requirement ${safe(id)} names a level that the catalogue does not have`)
      const key = `${String(level)} ${id}`
      if (seen.has(key)) refuse(`requirement ${safe(id)} stands twice in one level`)
      seen.add(key)
    }
    for (const field of ['met', 'unmet', 'na']) if (one[field] !== undefined) checkRule(one[field], `${field} of ${safe(id)}`, 0)
  }
  return value as Catalogue
}

function checkRule(rule: unknown, of: string, depth: number): asserts rule is Rule {
  if (depth > MAX_DEPTH) refuse(`the rule ${of} is nested too deep`)
  if (typeof rule === 'string') {
    if (!TERM.test(rule)) refuse(`the rule ${of} has a term that is not understood`)
    return
  }
  const group = record(rule, `the rule ${of}`)
  const parts = group['all'] ?? group['any']
  if (Object.keys(group).length !== 1 || parts === undefined) refuse(`the rule ${of} must have either «all» or «any»`)
  const list = array(parts, `the rule ${of}`)
  if (list.length === 0) refuse(`the rule ${of} is empty`)
  for (const part of list) checkRule(part, of, depth + 1)
}

function record(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) refuse(`${what} must be an object`)
  return value as Record<string, unknown>
}

function array(value: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(value)) refuse(`«${what}» must be a list`)
  return value as unknown[]
}

function safe(id: string): string {
  return id.replace(/[^\w.-]/g, '?').slice(0, 60)
}

function refuse(message: string): never {
  throw new DocumentInvalid(message, { line: 0, column: 0 })
}
