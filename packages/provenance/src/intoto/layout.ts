import type { JsonObject, JsonValue } from '../encoding/json-value.ts'
import { asArray, asCount, asObject, asString, optionalArray, optionalObject, showJson } from '../encoding/json-value.ts'
import { Refused } from '../verdict/refused.ts'
import type { ArtifactRule } from './artifact-rule.ts'
import { readArtifactRule } from './artifact-rule.ts'

export interface LayoutStep {
  readonly name: string
  readonly pubkeys: readonly string[]
  readonly threshold: number
  readonly expectedCommand: readonly string[]
  readonly materialRules: readonly ArtifactRule[]
  readonly productRules: readonly ArtifactRule[]
  readonly certificateConstraints: readonly JsonObject[]
}

export interface LayoutInspection {
  readonly name: string
  readonly run: readonly string[]
  readonly materialRules: readonly ArtifactRule[]
  readonly productRules: readonly ArtifactRule[]
}

/** A supply chain as its owner lays it down (in-toto specification 1.0, section 4.3). */
export interface Layout {
  readonly expires: Date
  readonly readme: string
  /** Keys of functionaries by the id the layout gives them; read when a link needs them. */
  readonly keys: JsonObject
  readonly steps: readonly LayoutStep[]
  readonly inspections: readonly LayoutInspection[]
  readonly rootCas: JsonObject
  readonly intermediateCas: JsonObject
}

const MAX_ITEMS = 10_000

/**
 * Reads a layout. `parameters` replace `{NAME}` in commands and rules, once, without looking at what they put in. Refuses names that
 * come twice, thresholds below one, and names that could leave the folder of links.
 */
export function readLayout(payload: JsonObject, parameters: Readonly<Record<string, string>> = {}): Layout {
  if (payload['_type'] !== 'layout')
    throw new Refused('malformed', 'The layout file holds something else', { found: showJson(payload['_type']) })
  const fill = (text: string) =>
    text.replace(/\{([A-Za-z0-9_-]+)\}/g, (whole, name: string) => {
      return Object.hasOwn(parameters, name) ? (parameters[name] ?? whole) : whole
    })
  const steps = optionalArray(payload['steps'], "The layout's steps").map((step) => readStep(asObject(step, 'A step'), fill))
  const inspections = optionalArray(payload['inspect'], "The layout's inspections").map((entry) =>
    readInspection(asObject(entry, 'An inspection'), fill),
  )
  const names = [...steps, ...inspections].map(({ name }) => name)
  if (names.length > MAX_ITEMS) throw new Refused('limit-exceeded', 'The layout has too many steps')
  if (new Set(names).size !== names.length) throw new Refused('malformed', 'The layout has two steps of one name')
  return {
    expires: readExpiry(payload['expires']),
    readme: typeof payload['readme'] === 'string' ? payload['readme'] : '',
    keys: optionalObject(payload['keys'], "The layout's keys") ?? {},
    steps,
    inspections,
    rootCas: optionalObject(payload['rootcas'], "The layout's root authorities") ?? {},
    intermediateCas: optionalObject(payload['intermediatecas'], "The layout's intermediate authorities") ?? {},
  }
}

type Fill = (text: string) => string

function readStep(step: JsonObject, fill: Fill): LayoutStep {
  const name = readName(step['name'], 'The name of a step')
  const threshold = asCount(step['threshold'] ?? 1, `The threshold of step ${name}`)
  if (threshold < 1) throw new Refused('malformed', `The threshold of step ${name} is below one`)
  return {
    name,
    threshold,
    pubkeys: optionalArray(step['pubkeys'], `The keys of step ${name}`).map((keyid) => readKeyId(keyid)),
    expectedCommand: readWords(step['expected_command'], `The command of step ${name}`, fill),
    materialRules: readRules(step['expected_materials'], `The material rules of step ${name}`, fill),
    productRules: readRules(step['expected_products'], `The product rules of step ${name}`, fill),
    certificateConstraints: optionalArray(step['cert_constraints'], `The certificate constraints of step ${name}`).map((constraint) => {
      return asObject(constraint, 'A certificate constraint')
    }),
  }
}

function readInspection(inspection: JsonObject, fill: Fill): LayoutInspection {
  const name = readName(inspection['name'], 'The name of an inspection')
  return {
    name,
    run: readWords(inspection['run'], `The command of inspection ${name}`, fill),
    materialRules: readRules(inspection['expected_materials'], `The material rules of inspection ${name}`, fill),
    productRules: readRules(inspection['expected_products'], `The product rules of inspection ${name}`, fill),
  }
}

function readRules(value: JsonValue | undefined, what: string, fill: Fill): readonly ArtifactRule[] {
  return optionalArray(value, what).map((rule) => readArtifactRule(readWords(rule, what, fill)))
}

function readWords(value: JsonValue | undefined, what: string, fill: Fill): readonly string[] {
  if (value === undefined || value === null || value === '') return []
  if (typeof value === 'string') return value.trim().split(/\s+/).map(fill)
  return asArray(value, what).map((word) => fill(asString(word, `A word of ${what}`)))
}

/** Names become file names of links. */
function readName(value: JsonValue | undefined, what: string): string {
  const name = asString(value, what)
  if (name === '' || /[/\\\0]/.test(name) || name === '.' || name === '..')
    throw new Refused('malformed', `${what} is not a name`, { found: name })
  return name
}

function readKeyId(value: JsonValue): string {
  const keyid = asString(value, 'A key id')
  if (!/^[0-9A-Fa-f]{8,128}$/.test(keyid)) throw new Refused('malformed', 'A key id is not hexadecimal', { found: keyid })
  return keyid
}

function readExpiry(value: JsonValue | undefined): Date {
  const text = asString(value, "The layout's expiry")
  const expires = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(text) ? new Date(text) : new Date(Number.NaN)
  if (Number.isNaN(expires.getTime())) throw new Refused('malformed', "The layout's expiry is not a time", { found: text })
  return expires
}
